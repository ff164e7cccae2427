/** Minutes at the beginning for the question, and at the end for who does what. */
const OPENING = 0.08;
const CLOSING = 0.15;
const MAX_STEPS = 5;
const MIN_MINUTES = 30;

const SESSION =
  /\b(\d{1,3}(?:[.,]5)?|an|one|two|three|half an)[ -]?(h|hours?|hrs?|min|minutes?)\b(?=[^.?!]{0,24}\b(?:session|workshop|meeting|slot|room|talk)\b)/i;
const NUMBERS: Readonly<Record<string, number>> = { an: 1, one: 1, two: 2, three: 3, 'half an': 0.5 };

/** Minutes of the session that a text wants to hold; undefined where it names none. */
export function sessionIn(text: string): number | undefined {
  const [, amount = '', unit = ''] = SESSION.exec(text) ?? [];
  if (unit === '') return undefined;
  const value = NUMBERS[amount.toLowerCase()] ?? Number(amount.replace(',', '.'));
  const minutes = unit.toLowerCase().startsWith('h') ? value * 60 : value;
  return minutes >= MIN_MINUTES ? minutes : undefined;
}

/** An agenda in which steps are gone through in a session of so many minutes. */
export function agendaOf(steps: readonly { readonly name: string; readonly means: string }[], minutes: number): string {
  const taken = steps.slice(0, MAX_STEPS);
  const open = rounded(minutes * OPENING);
  const close = rounded(minutes * CLOSING);
  const each = (minutes - open - close) / taken.length;
  const lines = [
    `- **${clock(0)}–${clock(open)}** The one decision that it is for, on the wall, and who will take it.`,
    ...taken.map(({ means, name }, at) => {
      const [from, to] = [open + at * each, open + (at + 1) * each].map(rounded);
      return `- **${clock(from ?? 0)}–${clock(to ?? 0)}** ${name}: ${means}`;
    }),
    `- **${clock(minutes - close)}–${clock(minutes)}** What we do differently because of it: one thing begun, one ended, each with a name and a date.`,
  ];
  return `**In ${minutes >= 60 && minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} minutes`}**\n\n${lines.join('\n')}`;
}

const rounded = (minutes: number): number => Math.round(minutes / 5) * 5;
const clock = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
