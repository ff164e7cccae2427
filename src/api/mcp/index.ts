export { McpFace } from './mcp-face.js';
export { McpFaceModule } from './mcp-face.module.js';
export { McpHttp } from './mcp-http.js';
