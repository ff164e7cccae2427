export { NativeEnvironment as default } from './native-runtime.mjs';
