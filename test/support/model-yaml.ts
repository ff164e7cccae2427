/** The key that {@link modelYaml} names; it must never be seen outside. */
export const MODEL_ENV = { STUB_KEY: 'sk-canary-0123456789' };

/** Configuration by which every persona is written for by stub servers. */
export function modelYaml(api: 'anthropic' | 'openai', urls: readonly string[], maxMs = 1_500): string {
  const endpoints = urls.map((url) => `{ url: "${api === 'openai' ? `${url}/v1` : url}", apiKey: "\${STUB_KEY}" }`);
  return `
models:
  default: stub
  findingsWaitMs: 100
  ejection: { durationMs: 300, slowStartMs: 0 }
  backends:
    - id: stub
      api: ${api === 'anthropic' ? 'anthropic' : 'openai-compatible'}
      model: stub-model
      firstTokenTimeoutMs: 3000
      endpoints: [${endpoints.join(', ')}]
continuation: { maxMs: ${maxMs} }
`;
}
