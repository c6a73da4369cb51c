import { chatShape } from './chat.ts'
import { completionShape } from './completion.ts'
import type { Shape } from './shape.ts'

export type ApiName = 'completions' | 'chat'

export const SHAPES: { readonly [api in ApiName]: Shape } = {
  completions: completionShape,
  chat: chatShape,
}
