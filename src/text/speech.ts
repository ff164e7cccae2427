/** What a person says in a text; the lines that a program has put between are left out. */
export interface Speech {
  /** As long as the text, so that offsets are the same: a part that is no speech is line ends, which end a sentence. */
  readonly masked: string;
  /** For reading: what is said, without the gaps; sentences that subtitles cut are whole again. */
  readonly text: string;
}

/** A part of a text that is no speech. `cue` stands within what one person says. */
interface MachinePart {
  readonly start: number;
  readonly end: number;
  readonly kind: 'line' | 'cue';
}

interface Line {
  readonly start: number;
  readonly text: string;
}

const HALF = String.raw`(?:[\s\u00a0\u202f]?[AaPp]\.?[Mm]\.?)`;
const TIME = String.raw`\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?${HALF}?`;
const DAY = String.raw`(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[./]\d{1,2}\.?|\d{1,2} \p{L}{3,9}\.?,? \d{4}|\p{L}{3,9}\.? \d{1,2},? \d{4}|(?:[Tt]oday|[Yy]esterday|[Hh]eute|[Gg]estern|[Hh]ier|[Hh]oy|[Aa]yer))`;
const STAMP = String.raw`(?:${DAY},?(?: at| um| klo| à)?[\s\u00a0\u202f]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?${HALF}?|${TIME},?[\s\u00a0\u202f]+${DAY})`;
/** Every word of it has a capital, besides particles; a phone number is one too. */
const NAME_WORD = String.raw`[\p{Lu}\d@+(][\p{L}\p{M}\p{N}.'’()+-]{0,30}`;
const NAME = String.raw`(?:~[\s\u00a0\u202f]?)?[\p{Lu}@+][\p{L}\p{M}\p{N}.'’()+-]{0,30}(?: (?:(?:de|da|van|von|der|to|From) ){0,2}${NAME_WORD}){0,4}`;
const LEFT_TO_RIGHT = String.raw`[\u200e\u200f\s]*`;

const CUE_TIME = new RegExp(
  String.raw`^\s*(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}(?:\s*-->\s*|,)(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}(?:\s.*)?$`,
);
const CUE_NUMBER = /^\s*\d{1,6}\s*$/;
const LONE_TIME = new RegExp(String.raw`^\s*[[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?\s*$`);
const CUE_TAG = /<\/?(?:[vcibu]|ruby|rt|lang)(?:[.\s][^<>]{0,80})?>|<\d{1,2}:\d{2}[^<>]{0,20}>|\{\\[^{}]{1,40}\}/gi;

/** Before a message: a stamp with a date or in brackets, then a name. */
const MESSAGE = [
  new RegExp(String.raw`^${LEFT_TO_RIGHT}[[(]?${STAMP}[\])]?\s*(?:[-–—]\s*)?(?:<[^<>\s]{1,30}>|${NAME}:)\s*`, 'u'),
  new RegExp(String.raw`^${LEFT_TO_RIGHT}[[(](?:${DAY},?\s)?${TIME}[\])]\s*(?:<[^<>\s]{1,30}>|${NAME}:)\s*`, 'u'),
];
/** Before a message where several of them stand: a time, then a name. */
const LOOSE_MESSAGE = new RegExp(
  String.raw`^${LEFT_TO_RIGHT}${TIME}\s+(?:[-–—]\s*)?(?:<[^<>\s]{1,30}>|${NAME}:)\s+`,
  'u',
);
/** A line of its own above a message. */
const MESSAGE_HEAD = [
  new RegExp(
    String.raw`^${LEFT_TO_RIGHT}${NAME}(?:,\s*|\s*[-–—|•·]\s*|\s+)[[(]?${STAMP}[\])]?:?\s*(?:\(edited\))?\s*$`,
    'u',
  ),
  new RegExp(
    String.raw`^${LEFT_TO_RIGHT}${NAME}(?:\s+[[(]${TIME}[\])]|\s+\d{1,2}:\d{2}${HALF}|\s{2,}${TIME})\s*$`,
    'u',
  ),
  new RegExp(String.raw`^${LEFT_TO_RIGHT}\S{2,30}(?:\s{2,}|\s+[—|•]\s+|\s+(?=\[))\[?(?:${STAMP}|${TIME})\]?\s*$`, 'u'),
  new RegExp(
    String.raw`^${LEFT_TO_RIGHT}(?:[[(](?:${STAMP}|${TIME})[\])]|${STAMP}|\d{1,2}:\d{2}:\d{2})(?:,?\s+|\s*[-–—|•·]\s*)${NAME}\s*:?\s*$`,
    'u',
  ),
  new RegExp(String.raw`^${LEFT_TO_RIGHT}[[(]?${STAMP}[\])]?\s*$`, 'u'),
];
/** A notice of the program, between messages. */
const NOTICE = [
  new RegExp(String.raw`^${LEFT_TO_RIGHT}(?:\[${STAMP}\]|${STAMP}\s+[-–—])\s*[^:]*$`, 'u'),
  /^[\u200e\u200f\s]*(?:<[\p{L} ]{1,30}omitted>|<Medien ausgeschlossen>|(?:image|video|audio|sticker|GIF|document) omitted|\d+ repl(?:y|ies)|(?:This message was deleted|You deleted this message)\.?)\s*$/iu,
];

const MAIL_HEADER =
  /^[>\s]*\*?(?:From|To|Cc|Bcc|Date|Sent|Subject|Reply-To|Sender|Message-ID|In-Reply-To|References|Received|Return-Path|MIME-Version|Content-[\w-]+|X-[\w-]+|Importance|Priority|Re|Delivered-To|DKIM-Signature|Authentication-Results|ARC-[\w-]+|List-[\w-]+|Thread-[\w-]+|User-Agent|Attachments?|Von|An|Gesendet|Datum|Betreff|De|À|Envoyé|Objet|Para|Enviado|Asunto|Fecha):\*?(?:\s|$)/i;
const MAIL_SUBJECT =
  /^[>\s]*\*?(?:Subject|Betreff|Objet|Asunto|Re):\*?\s*(?:(?:re|aw|fwd?|wg|tr|rv)(?:\[\d+\])?:\s*)*/i;
const MAIL_RULE = [
  /^[>\s]*(?:-{2,}|_{5,})\s*(?:original message|forwarded message|ursprüngliche nachricht|message d'origine|mensaje original)?\s*(?:-{2,})?\s*$/i,
  /^[>\s]*begin forwarded message:\s*$/i,
  /^[>\s]*(?:on|am|le|el)\s.{0,200}\d.{0,200}(?:wrote|schrieb|a écrit|escribió)(?:\s.{0,100})?:\s*$/i,
];

const CALENDAR_BLOCK = /^\s*(BEGIN|END):(V[A-Z]{3,12}|STANDARD|DAYLIGHT)\s*$/i;
const CALENDAR_PROPERTY = /^\s*([A-Z][A-Z0-9-]{1,40})(?:;[^:]{0,300})?:/i;
/** Properties whose value a person has written. */
const CALENDAR_SPEECH: ReadonlySet<string> = new Set(['SUMMARY', 'DESCRIPTION', 'COMMENT', 'NOTE']);

const LOG_LINE = [
  /^\s*[[(]?\d{4}[-/]\d{2}[-/]\d{2}T\d{2}:\d{2}/,
  /^\s*[[(]?\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}[^A-Za-z]{0,20}(?:Z|[A-Z]{3,4})?[^A-Za-z]{0,4}(?:\[?[\w./-]{1,40}\]?\s+)?[[(<]?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|SEVERE|PANIC)\b/i,
  /^\s*[[(]?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE|PANIC)\b[\s:\])[]{1,4}.{0,40}\d{2}:\d{2}:\d{2}/,
  /^\s*(?:<\d{1,3}>)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d{2}:\d{2}:\d{2} [\w.-]{1,60} [\w./-]{1,60}(?:\[\d{1,8}\])?:/,
  /^\s*[\da-f.:]{3,45} \S{1,40} \S{1,40} \[\d{2}\/[A-Z][a-z]{2}\/\d{4}:/i,
  /^\s*[IWEF]\d{4} \d{2}:\d{2}:\d{2}\./,
  /^\s*\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})? \[?[\w./ -]{0,40}\]?\s*(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)\b/,
  /^\s*\{"(?:level|severity|time|timestamp|ts|@timestamp)"\s*:/,
  /^\s*(?:at .{1,200}\(.{0,200}:\d{1,7}(?::\d{1,7})?\)|at [\w$.<>/]{3,200}\(.{0,80}\)|File ".{1,200}", line \d{1,7}.*|Traceback \(most recent call last\):)\s*$/,
];

/** A message in an export that is JSON: its text is speech. */
const JSON_MESSAGE =
  /"(?:ts|user|user_profile|client_msg_id|createdDateTime|author|sender_name|timestamp_ms|from)"\s*:/;
const JSON_TEXT = /"(?:text|content|body|message)"\s*:\s*"((?:[^"\\]|\\.)*)"/g;
const JSON_LINE = /^\s*(?:[[\]{}],?\s*)+$|^\s*[[,]?\s*\{?\s*"[\w.@-]{1,60}"\s*:/;

/** A text with none of these holds speech alone, as nearly all do. */
const SUSPECT =
  /\d[:.]\d\d|^[ \t]*BEGIN:V|^[> \t]*\*?(?:From|To|Von|De|Subject|Sent|Date)\b.{0,12}:|^[ \t]+at .{1,200}\(|^Traceback|^[> \t]*(?:-----|begin forwarded)|"(?:ts|user|from|author)"\s{0,9}:/im;
/** A line with none of these is no log line, message or notice. */
const MAY_BE_MACHINE = /\d|[[\]{}"(]|Traceback|omitted|ausgeschlossen|deleted/;
/** A longer line is examined at its beginning only. */
const MAX_EXAMINED_LENGTH = 600;

/**
 * Finds what is said in subtitles, exported chats, calendars, mail and logs: cue numbers, time stamps, headers and log
 * lines are machine lines.
 *
 * @remarks Linear in the length of `text`.
 */
export function readSpeech(text: string): Speech {
  if (!SUSPECT.test(text)) return { masked: text, text };
  const parts = machineParts(text);
  return parts.length === 0 ? { masked: text, text } : { masked: masked(text, parts), text: joined(text, parts) };
}

function masked(text: string, parts: readonly MachinePart[]): string {
  let result = '';
  let from = 0;
  for (const { start, end } of parts) {
    result += text.slice(from, start) + '\n'.repeat(end - start);
    from = end;
  }
  return result + text.slice(from);
}

function joined(text: string, parts: readonly MachinePart[]): string {
  let result = '';
  let from = 0;
  let isWithinCue = true;
  const append = (piece: string) => {
    const said = piece.trim();
    if (said === '') return;
    const goesOn = isWithinCue && !/[.?!…:]["'”»)]*$/.test(result);
    result += `${result === '' ? '' : goesOn ? ' ' : '\n\n'}${said}`;
    isWithinCue = true;
  };
  for (const { start, end, kind } of parts) {
    append(text.slice(from, start));
    isWithinCue &&= kind === 'cue';
    from = end;
  }
  append(text.slice(from));
  return result;
}

/** In their order, without overlap. */
function machineParts(text: string): MachinePart[] {
  const lines = linesOf(text);
  const examiner = new LineExaminer(lines, JSON_MESSAGE.test(text));
  const parts: MachinePart[] = [];
  for (const [at, line] of lines.entries()) parts.push(...examiner.examine(line, at));
  return parts;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    lines.push({ start, text: line });
    start += line.length + 1;
  }
  return lines;
}

const NOTHING: MachinePart[] = [];

class LineExaminer {
  readonly #isSubtitles: boolean;
  readonly #isTimedTranscript: boolean;
  readonly #hasLooseMessages: boolean;
  #calendarDepth = 0;
  /** Whether the calendar property that may continue on the next line is speech. */
  #isSpeechProperty = false;
  #isInVttBlock = false;
  #isInHeader = false;
  #speaker = '';

  constructor(
    private readonly lines: readonly Line[],
    private readonly isJson: boolean,
  ) {
    const timed = lines.filter(({ text }) => /\d:\d\d/.test(text)).map(({ text }) => examined(text));
    const count = (pattern: RegExp) => timed.filter((text) => pattern.test(text)).length;
    this.#isSubtitles = count(CUE_TIME) > 0;
    this.#isTimedTranscript = count(LONE_TIME) > 1;
    this.#hasLooseMessages = count(LOOSE_MESSAGE) > 1;
  }

  examine(line: Line, at: number): MachinePart[] {
    const text = examined(line.text);
    if (text.trim() === '') {
      this.#isInVttBlock = false;
      this.#isInHeader = false;
      return NOTHING;
    }
    const parts =
      this.#calendar(line, text) ??
      this.#subtitle(line, text, at) ??
      this.#mail(line, text, at) ??
      this.#other(line, text);
    return parts ?? NOTHING;
  }

  #calendar(line: Line, text: string): MachinePart[] | undefined {
    const block = CALENDAR_BLOCK.exec(text);
    if (block !== null) {
      this.#calendarDepth = Math.max(0, this.#calendarDepth + (block[1]?.toUpperCase() === 'BEGIN' ? 1 : -1));
      this.#isSpeechProperty = false;
      return whole(line);
    }
    if (this.#calendarDepth === 0) return undefined;
    // A folded line continues the property before it.
    const property = /^[ \t]/.test(text) ? null : CALENDAR_PROPERTY.exec(text);
    if (property !== null) this.#isSpeechProperty = CALENDAR_SPEECH.has(property[1]?.toUpperCase() ?? '');
    if (!this.#isSpeechProperty) return whole(line);
    const lead = property === null ? 1 : property[0].length;
    const breaks = [...line.text.matchAll(/\\n/gi)].map(({ index }) => partOf(line, index, index + 2));
    return [
      partOf(line, 0, lead, property === null ? 'cue' : 'line'),
      ...breaks.filter(({ start }) => start >= line.start + lead),
    ];
  }

  #subtitle(line: Line, text: string, at: number): MachinePart[] | undefined {
    if (this.#isTimedTranscript && LONE_TIME.test(text)) return whole(line, 'cue');
    if (!this.#isSubtitles) return undefined;
    const next = examined(this.lines[at + 1]?.text ?? '');
    if (/^\uFEFF?WEBVTT\b|^(?:NOTE|STYLE|REGION)\b/.test(text)) this.#isInVttBlock = true;
    const isId =
      CUE_TIME.test(next) &&
      (CUE_NUMBER.test(text) || (examined(this.lines[at - 1]?.text ?? '').trim() === '' && text.trim() !== ''));
    if (CUE_TIME.test(text) || isId) return whole(line, 'cue');
    if (this.#isInVttBlock) return whole(line);
    const tags = [...line.text.matchAll(CUE_TAG)].map((tag) =>
      partOf(line, tag.index, tag.index + tag[0].length, this.#kindOf(tag[0])),
    );
    return tags.length === 0 ? undefined : tags;
  }

  /** The voice that goes on speaking does not end its sentence. */
  #kindOf(tag: string): MachinePart['kind'] {
    const speaker = /^<v(?:[.\s])([^<>]*)>/i.exec(tag)?.[1];
    if (speaker === undefined || speaker === this.#speaker) return 'cue';
    this.#speaker = speaker;
    return 'line';
  }

  #mail(line: Line, text: string, at: number): MachinePart[] | undefined {
    if (!this.#isInHeader && !/[:_-]/.test(text)) return undefined;
    if (MAIL_RULE.some((rule) => rule.test(text)) && (/[a-z]/i.test(text) || this.#isHeader(at + 1)))
      return whole(line);
    const isFolded = this.#isInHeader && /^[ \t]+\S/.test(text);
    const isHeader = MAIL_HEADER.test(text) && (this.#isInHeader || this.#isHeader(at + 1) || this.#isFoldedBefore(at));
    this.#isInHeader = isHeader || isFolded;
    if (!this.#isInHeader) return undefined;
    const subject = MAIL_SUBJECT.exec(text);
    return subject === null ? whole(line) : [partOf(line, 0, subject[0].length)];
  }

  #isHeader(at: number): boolean {
    return MAIL_HEADER.test(examined(this.lines[at]?.text ?? ''));
  }

  /** Whether a header comes after the continuation of this one. */
  #isFoldedBefore(at: number): boolean {
    let next = at + 1;
    while (next - at < 20 && /^[ \t]+\S/.test(this.lines[next]?.text ?? '')) next += 1;
    return next > at + 1 && this.#isHeader(next);
  }

  #other(line: Line, text: string): MachinePart[] | undefined {
    if (!MAY_BE_MACHINE.test(text)) return undefined;
    if (LOG_LINE.some((pattern) => pattern.test(text))) return whole(line);
    if (this.isJson && JSON_LINE.test(text)) return aroundTexts(line);
    const loose = this.#hasLooseMessages ? [LOOSE_MESSAGE] : [];
    for (const pattern of [...MESSAGE, ...loose]) {
      const prefix = pattern.exec(text)?.[0];
      if (prefix === undefined) continue;
      const rest = line.text.slice(prefix.length);
      return NOTICE[1]?.test(rest) === true ? whole(line) : [partOf(line, 0, prefix.length)];
    }
    return [...MESSAGE_HEAD, ...NOTICE].some((pattern) => pattern.test(text)) ? whole(line) : undefined;
  }
}

function examined(text: string): string {
  return text.length > MAX_EXAMINED_LENGTH
    ? text.slice(0, MAX_EXAMINED_LENGTH)
    : text.endsWith('\r')
      ? text.slice(0, -1)
      : text;
}

function whole(line: Line, kind: MachinePart['kind'] = 'line'): MachinePart[] {
  return line.text === '' ? [] : [partOf(line, 0, line.text.length, kind)];
}

function partOf({ start, text }: Line, from: number, to: number, kind: MachinePart['kind'] = 'line'): MachinePart {
  return { start: start + from, end: start + Math.min(to, text.length), kind };
}

/** Everything but the texts of the messages in a line of JSON. */
function aroundTexts(line: Line): MachinePart[] {
  const parts: MachinePart[] = [];
  let from = 0;
  for (const match of line.text.matchAll(JSON_TEXT)) {
    const start = match.index + match[0].length - 1 - (match[1] ?? '').length;
    parts.push(partOf(line, from, start));
    from = start + (match[1] ?? '').length;
  }
  parts.push(partOf(line, from, line.text.length));
  return parts.filter(({ start, end }) => end > start);
}
