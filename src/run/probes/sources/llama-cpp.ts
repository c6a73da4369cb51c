import type { Source } from './source.ts'

/** llama.cpp's server with `--metrics`. Its prompt tokens leave out those that came from the cache. */
export const llamaCpp: Source = {
  prefixes: ['llamacpp:'],
  rules: [
    { series: 'requests.running', from: ['llamacpp:requests_processing'] },
    { series: 'requests.waiting', from: ['llamacpp:requests_deferred'] },
    { series: 'kv.usage', from: ['llamacpp:kv_cache_usage_ratio'] },
    { series: 'tokens.prompt', from: ['llamacpp:prompt_tokens', 'llamacpp:prompt_tokens_cached'] },
    { series: 'tokens.output', from: ['llamacpp:tokens_predicted'] },
    { series: 'cache.queries', from: ['llamacpp:prompt_tokens', 'llamacpp:prompt_tokens_cached'] },
    { series: 'cache.hits', from: ['llamacpp:prompt_tokens_cached'] },
    { series: 'prefill.sum', from: ['llamacpp:prompt_seconds'] },
    { series: 'decode.sum', from: ['llamacpp:tokens_predicted_seconds'] },
    { series: 'steps', from: ['llamacpp:n_decode'] },
  ],
}
