export { McpEndpoint } from './mcp-endpoint.js';
export { McpEndpointModule } from './mcp-endpoint.module.js';
export { McpHttp } from './mcp-http.js';
