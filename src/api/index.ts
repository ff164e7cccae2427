export { InputInvalidError } from './api.errors.js';
export { ApiModule } from './api.module.js';
export { sendProblem } from './error.filter.js';
export { contractFiles } from './contract/contract-files.js';
export { McpFace } from './mcp/mcp-face.js';
export { McpFaceModule } from './mcp/mcp-face.module.js';
export { problemFrom, problemSchema } from './problem.js';
export { PRODUCT_VERSION } from './product-version.js';
export { validate } from './validate.js';
