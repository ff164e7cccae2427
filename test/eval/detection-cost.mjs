/** Lengths of the texts, characters, and how often each is measured. */
const ROUNDS = { 200: 60, 4_096: 40, 32_768: 20 };

/**
 * Median CPU of one detection, microseconds, by the length of the text.
 *
 * @param detector The one to measure.
 * @param memos    What the texts are cut from, repeated where it is too short.
 */
export function detectionCostUs(detector, memos) {
  const textOf = (length) => memos.repeat(Math.ceil(length / memos.length)).slice(0, length);
  return Object.fromEntries(
    Object.entries(ROUNDS).map(([length, rounds]) => [length, medianUs(detector, textOf(Number(length)), rounds)]),
  );
}

function medianUs(detector, text, rounds) {
  for (let i = 0; i < rounds; i += 1) detector.detect(text);
  const batch = Math.max(1, Math.round(20_000 / (text.length + 200)));
  const times = Array.from({ length: rounds }, () => {
    const start = process.cpuUsage();
    for (let j = 0; j < batch; j += 1) detector.detect(text);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / batch;
  });
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}
