/** Packages that read files beside their own modules, so that the bundle loads them from `node_modules`. */
export const UNBUNDLED = ['bull'];
