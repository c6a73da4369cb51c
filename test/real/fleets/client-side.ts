import { type Route, targetOf } from './route.ts'

/** Tailgate itself chooses, polls and ejects. */
export const clientSide: Route = {
  name: 'client-side',
  require: async () => {},
  open: async (pair, surface) => ({
    targets: pair.map(({ name, up }) => targetOf(name, up.url, surface)),
    fleet: { balance: 'least-requests', health: true, ejection: true },
    stop: async () => {},
  }),
  adds: [],
  evicts: ['kill', 'hang', 'drain'],
  answers: 'short',
  holdsBack: false,
}
