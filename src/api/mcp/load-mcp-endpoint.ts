/** The MCP face with the SDK, which takes 10 MB: who never asks over MCP never needs it. */
export async function loadMcpFace() {
  return import('./index.js');
}
