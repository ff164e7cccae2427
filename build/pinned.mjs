// `node build/pinned.mjs IMAGE…`: exit code 1 unless every image is named by digest. A release is built from these.
const PINNED = /^[a-z0-9][\w./:-]*@sha256:[0-9a-f]{64}$/;

const images = process.argv.slice(2);
const loose = images.filter((image) => !PINNED.test(image));
for (const image of loose) process.stderr.write(`not named by digest: ${image === '' ? '(empty)' : image}\n`);
if (images.length === 0) process.stderr.write('usage: node build/pinned.mjs IMAGE…\n');
process.exitCode = images.length === 0 || loose.length > 0 ? 1 : 0;
