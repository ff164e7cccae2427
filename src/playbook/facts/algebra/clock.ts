/** A window between two times of day. */
export interface Window {
  /** `8 hours (22:00 to 6:00)` is written from it. */
  readonly hours: number;
  readonly label: string;
}

const TIME = String.raw`(\d{1,2})(?:[:.h](\d{2}))?\s?(am|pm|a\.m\.|p\.m\.|uhr|h|heures|horas)?(?![\p{L}\d])`;
const RANGE = new RegExp(
  String.raw`(from|between|von|zwischen|de|entre|window|fenster)?\s?(?<![\p{L}\d.,:])${TIME}\s?(to|until|till|and|bis|und|a|à|et|y|hasta|–|-)\s?(?:las? )?${TIME}`,
  'giu',
);

/** Puts the hours between two times of day in their place, so that they are read like any other time. */
export function withWindows(text: string): { text: string; windows: Window[] } {
  const windows: Window[] = [];
  const isWindow = /\b(?:window|wartung\w*|\w*fenster|ventana|fen[eê]tre|maintenance|backups?)\b/iu.test(text);
  const read = text.replace(RANGE, (whole: string, before: string | undefined, ...rest: unknown[]) => {
    const [hour, minute, mark, link, hour2, minute2, mark2] = rest.slice(0, 7) as (string | undefined)[];
    const isClock =
      minute !== undefined || minute2 !== undefined || /[ap]\.?m|uhr/i.test(`${mark ?? ''}${mark2 ?? ''}`);
    const isPair = mark !== undefined && mark2 !== undefined && before !== undefined;
    if ((!isClock && !isPair) || (!isWindow && !/^(?:from|von|de)$/i.test(before ?? ''))) return whole;
    if (/^(?:and|und|et|y|de|a)$/i.test(link ?? '') && before === undefined) return whole;
    const from = timeOf(hour, minute, mark ?? (/p/i.test(mark2 ?? '') && Number(hour) < 12 ? mark2 : undefined));
    const to = timeOf(hour2, minute2, mark2);
    if (from === undefined || to === undefined || from === to) return whole;
    const hours = (to - from + 24) % 24;
    const label = whole.slice(before === undefined ? 0 : before.length).trim();
    windows.push({ hours, label });
    const short = ` ${Number(hours.toFixed(2))} h`;
    return short.length > whole.length ? whole : short.padEnd(whole.length);
  });
  return { text: read, windows };
}

function timeOf(hour = '', minute = '0', mark = ''): number | undefined {
  const value = Number(hour);
  if (value > 24 || Number(minute) > 59) return undefined;
  const half = /^p/i.test(mark) && value < 12 ? 12 : /^a/i.test(mark) && value === 12 ? -12 : 0;
  return value + half + Number(minute) / 60;
}
