import { type Metric, metric, type Unit } from './metric-kind.ts'

const usd = (definition: string): Metric => metric('USD', 'lower', 'cost', 'run', definition, '9')
const joules = (definition: string): Metric => metric('J', 'lower', 'cost', 'run', definition, '9')
const carbon = (definition: string): Metric => metric('gCO2', 'lower', 'cost', 'run', definition, '9')
const yieldOf = (unit: Unit, definition: string): Metric => metric(unit, 'higher', 'cost', 'run', definition, '9')

/**
 * What the fleet cost in dollars, joules and carbon over the measured window. Replicas that idle or are dead are paid
 * for. `.good`: over what met every per-request bound. `.net`: without the power the fleet draws idle.
 */
export const ECONOMY_METRICS = {
  'cost.window': usd('price of all replicas × length of the window'),
  'cost.kill': usd('paid from each fault until recovery × share of the good requests lost in that time'),
  'usd.per-mtok.output': usd('price of the window per million output tokens of ok requests'),
  'usd.per-mtok.total': usd('price of the window per million prompt and output tokens of ok requests'),
  'usd.per-mtok.good': usd('price of the window per million output tokens of good requests'),
  'usd.per-request': usd('price of the window per ok request'),
  'usd.per-request.good': usd('price of the window per good request'),
  'tokens.per-usd.output': yieldOf('tokens/USD', 'output tokens of ok requests per dollar'),
  'tokens.per-usd.total': yieldOf('tokens/USD', 'prompt and output tokens of ok requests per dollar'),
  'tokens.per-usd.good': yieldOf('tokens/USD', 'output tokens of good requests per dollar'),

  'energy.window': joules('energy of the metered devices over the window, idle power included; the scope is named'),
  'energy.window.net': joules('energy of the window − idle power × its length'),
  'energy.facility': joules('energy of the nodes × power usage effectiveness'),
  'joules.per-token.output': joules('energy of the window per output token of ok requests, prefill included'),
  'joules.per-token.output.net': joules('joules.per-token.output without idle power'),
  'joules.per-token.total': joules('energy of the window per prompt or output token of ok requests'),
  'joules.per-token.total.net': joules('joules.per-token.total without idle power'),
  'joules.per-token.good': joules('energy of the window per output token of good requests'),
  'joules.per-token.good.net': joules('joules.per-token.good without idle power'),
  'joules.per-request': joules('energy of the window per ok request'),
  'joules.per-request.net': joules('joules.per-request without idle power'),
  'joules.per-request.good': joules('energy of the window per good request'),
  'joules.per-request.good.net': joules('joules.per-request.good without idle power'),
  'tokens.per-joule.output': yieldOf('tokens/J', 'output tokens of ok requests per joule'),
  'tokens.per-joule.total': yieldOf('tokens/J', 'prompt and output tokens of ok requests per joule'),
  'tokens.per-joule.good': yieldOf('tokens/J', 'output tokens of good requests per joule'),

  'carbon.window': carbon('energy of the widest metered scope × carbon intensity of the grid'),
  'carbon.embodied': carbon('stated grams an hour embodied in the hardware × length of the window'),
  'carbon.per-mtok.output': carbon('carbon.window per million output tokens of ok requests'),
  'carbon.per-mtok.total': carbon('carbon.window per million prompt and output tokens of ok requests'),
  'carbon.per-mtok.good': carbon('carbon.window per million output tokens of good requests'),
} as const satisfies { readonly [name: string]: Metric }
