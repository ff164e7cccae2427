import { dateAt, hyphenatedMonth, midMonth } from './calendar.js';
import type { DurationFact, FactPlace, Period, ReadNumbers } from './facts.js';
import {
  CURRENCY_BEFORE,
  CURRENCY_BEHIND,
  NOT_COUNTED,
  OF_THEM,
  MONEY_CONTEXT,
  PAST_DURATION,
  REMAINING,
  TODAY_LEAD,
} from './fact-patterns.js';
import type { Lexeme } from './lexed-text.js';
import { moneyRole } from './money-role.js';
import type { FactLanguage } from './number-words.js';
import { durationUnit, PER_WORD, periodOf, unitOf, weeksOf } from './units.js';

const WORKING = /^(?:working|work|full|whole) (?:weeks|months)$/;

/** Reads quantities and dates in one pass over the lexemes. */
export class FactReader {
  readonly #found: ReadNumbers = { money: [], percents: [], counts: [], durations: [], dates: [], factors: [] };
  #sentence = 0;

  constructor(
    readonly text: string,
    readonly lexemes: readonly Lexeme[],
    readonly today: Date,
    readonly language: FactLanguage,
  ) {}

  read(): ReadNumbers {
    for (let at = 0; at < this.lexemes.length; at += 1) {
      const one = this.lexemes[at];
      if (one === undefined) break;
      if (this.#endsSentence(at)) this.#sentence += 1;
      at = this.#date(at) ?? this.#number(at) ?? at;
    }
    return this.#found;
  }

  #endsSentence(at: number): boolean {
    const one = this.lexemes[at];
    if (one?.kind === 'break') return true;
    const next = this.lexemes[at + 1];
    return one?.kind === 'mark' && '.?!;'.includes(one.text) && (next === undefined || next.start > one.end);
  }

  #place(first: number, last: number): FactPlace {
    const start = this.lexemes[first]?.start ?? 0;
    const end = this.lexemes[last]?.end ?? start;
    return {
      start,
      end,
      text: this.text.slice(start, end),
      before: this.#around(first - 1, -1),
      after: this.#around(last + 1, 1),
      sentence: this.#sentence,
    };
  }

  /** Up to eight words in one direction, within the sentence. */
  #around(from: number, step: 1 | -1): string {
    const words: string[] = [];
    for (let at = from; words.length < 8; at += step) {
      const one = this.lexemes[at];
      if (one === undefined || one.kind === 'break' || this.#endsSentence(at)) break;
      if (step > 0) words.push(one.lower);
      else words.unshift(one.lower);
    }
    return words.join(' ');
  }

  #date(at: number): number | undefined {
    const one = this.lexemes[at];
    if (one === undefined || this.#isNoDate(at)) return undefined;
    const glued = one.kind === 'word' ? hyphenatedMonth(one.lower) : undefined;
    const found =
      glued === undefined
        ? dateAt(this.lexemes, at, this.today, this.language)
        : { date: midMonth(one.lower, glued, this.today), first: at, last: at };
    if (found === undefined) return undefined;
    const place = this.#place(found.first, found.last);
    const isToday = TODAY_LEAD.test(place.before) || /^(?:today|hoy|heute|aujourd'hui)$/.test(one.lower);
    const isPast = /\b(?:since|last|seit|depuis|desde)$/.test(place.before) || found.date < this.today;
    const isDeadline =
      /\b(?:by|until|till|before|due|end|ends|on|no later than|from|bis|antes|para|avant|live|must|el|ends on|vor|am|le)(?: the)?$/.test(
        place.before,
      );
    this.#found.dates.push({
      ...place,
      date: found.date,
      words: place.text,
      isToday,
      what: isToday ? 'today' : isPast ? 'past' : isDeadline ? 'deadline' : 'other',
    });
    return found.last;
  }

  /** A number before a unit is a quantity, e.g. `12 May interviews` is not looked for, but `2 days` is. */
  #isNoDate(at: number): boolean {
    const one = this.lexemes[at];
    return one?.kind === 'number' && durationUnit(this.lexemes[at + 1]?.lower ?? '') !== undefined;
  }

  #number(at: number): number | undefined {
    const one = this.lexemes[at];
    if (one === undefined) return undefined;
    if (one.kind === 'word') return this.#articlePeriod(at);
    if (one.kind !== 'number' || one.value === undefined || this.#isListMark(at)) return undefined;
    const next = this.lexemes[at + 1];
    const after = next?.lower ?? '';
    if (/^(?:\d+(?:[.,]\d+)?)?x$/.test(after) && next?.start === one.end) return this.#factor(at, at + 1);
    if (/^times$/.test(after)) return this.#factor(at, at + 1);
    if (one.isFraction === true || after === '%' || /^(?:percent|pct|prozent)$/.test(after))
      return this.#percent(at, one.isFraction === true ? at : at + 1);
    if (/^(?:per|por|pour)$/.test(after) && /^(?:cent|ciento)$/.test(this.lexemes[at + 2]?.lower ?? ''))
      return this.#percent(at, at + 2);
    if (this.#isRangeOfPercent(at)) return this.#percent(at, at);
    const before = this.lexemes[at - 1];
    if (before !== undefined && CURRENCY_BEFORE.test(before.lower)) {
      return this.#money(at - 1, at, CURRENCY_BEHIND[before.lower.replace('us', '')] ?? before.lower.toUpperCase());
    }
    if (Object.hasOwn(CURRENCY_BEHIND, after)) return this.#money(at, at + 1, CURRENCY_BEHIND[after] ?? '');
    if (after === 'de' && /^(?:euros|dolares)$/.test(this.lexemes[at + 2]?.lower ?? ''))
      return this.#money(at, at + 2, '€');
    const hyphen = after === '-' && next?.start === one.end ? 1 : 0;
    // “46 working weeks”
    const named =
      at + 1 + hyphen + (WORKING.test(`${this.lexemes[at + 1]?.lower} ${this.lexemes[at + 2]?.lower}`) ? 1 : 0);
    const unit = durationUnit(this.lexemes[named]?.lower ?? '');
    if (unit !== undefined) return this.#duration(at, named, one.value * unit[1], unit[0]);
    if (after === '-' && this.lexemes[at + 2]?.kind === 'number') return undefined;
    return this.#amountOrCount(at);
  }

  /** The first of `from 118 to 104 percent`. */
  #isRangeOfPercent(at: number): boolean {
    const [link, second, sign] = [1, 2, 3].map((more) => this.lexemes[at + more]);
    return (
      /^(?:to|and|or|-|–|bis|a)$/.test(link?.lower ?? '') &&
      second?.kind === 'number' &&
      /^(?:%|percent|prozent)$/.test(sign?.lower ?? '')
    );
  }

  /** `1)`, `(2)`, `1.` in front of an item. */
  #isListMark(at: number): boolean {
    const one = this.lexemes[at];
    const mark = this.lexemes[at + 1];
    if (one === undefined || mark === undefined || !/^\d$/.test(one.text) || mark.start !== one.end) return false;
    const before = this.lexemes[at - 1];
    if (mark.text === ')') return before?.text !== '(' || before.end === one.start;
    const opens = before === undefined || before.kind === 'break' || before.text === ':' || before.text === ',';
    return mark.text === '.' && opens && this.text[mark.end] === ' ';
  }

  /** `in a week`, `a year ago`: an article before a unit. */
  #articlePeriod(at: number): number | undefined {
    const one = this.lexemes[at];
    const before = this.lexemes[at - 1]?.lower ?? '';
    if (one === undefined || !/^(?:a|an|one|un|una|une|ein|eine|einem|einer|half)$/.test(one.lower)) return undefined;
    const unit = durationUnit(this.lexemes[at + 1]?.lower ?? '');
    const after = this.lexemes[at + 2]?.lower ?? '';
    if (unit === undefined) return undefined;
    const isDuration =
      /^(?:in|within|for|after|takes?|about|only|had|have|last|hace|dans|vor|seit|fur|depuis)$/.test(before) ||
      /^(?:ago|left|long|ahead|away)$/.test(after);
    return isDuration ? this.#duration(at, at + 1, unit[1], unit[0]) : undefined;
  }

  #factor(first: number, last: number): number {
    this.#found.factors.push({ ...this.#place(first, last), value: this.lexemes[first]?.value ?? 0 });
    return last;
  }

  #percent(at: number, last: number): number {
    const one = this.lexemes[at];
    const value = (one?.value ?? 0) * (one?.isFraction === true ? 100 : 1);
    const place = this.#place(at, last);
    const of = /^(?:of|de|des|du|der|del|von)\s+(.*)$/.exec(place.after)?.[1] ?? '';
    this.#found.percents.push({
      ...place,
      value: Number(value.toPrecision(6)),
      of: of.split(/ [,:(-] | (?:goes|is|are|comes|was)\b/)[0] ?? '',
    });
    return last;
  }

  #money(first: number, last: number, currency: string): number {
    const index = this.lexemes[first]?.kind === 'number' ? first : first + 1;
    const one = this.lexemes[index];
    const rate = this.#period(last);
    const place = this.#place(first, rate.last);
    const phrase = `${place.before} | ${place.after}`;
    const role = moneyRole(place.before, place.after);
    this.#found.money.push({
      ...place,
      value: one?.value ?? 0,
      currency,
      per: rate.per,
      each:
        /\b(?:je|jeweils|cada uno|chacun)$/.test(place.before) ||
        /^(?:each|apiece|cada|chacun|pro|per|je)\b/.test(place.after) ||
        /\b(?:each|per (?:head|person|seat|user|engineer))\b/.test(phrase.split('|')[1] ?? ''),
      what: role,
      isScaled: one?.isScaled === true,
    });
    return rate.last;
  }

  /** `a month`, `/mo`, `per year`, `al año`, `par jour`, `monthly` behind an amount. */
  #period(last: number): { per: Period; last: number } {
    let at = last + 1;
    const skip = /^(?:net|gross|netto|brutto|each|plus|apiece)$/;
    const isSkipped = skip.test(this.lexemes[at]?.lower ?? '');
    if (isSkipped) at += 1;
    const one = this.lexemes[at]?.lower ?? '';
    if (PER_WORD.test(one)) {
      const index = /^(?:a|por)$/.test(one) && this.lexemes[at + 1]?.lower === 'la' ? at + 2 : at + 1;
      const per = periodOf(this.lexemes[index]?.lower ?? '');
      if (per !== undefined) return { per, last: index };
      // “per seat per month”
      const later = this.#laterPeriod(index);
      if (later !== undefined) return { per: later, last };
    }
    if (/^(?:monthly|yearly|annually|weekly|daily|hourly|annual)$/.test(one))
      return { per: periodOf(one) ?? 'once', last: at };
    return { per: this.#laterPeriod(at) ?? 'once', last };
  }

  /** A period a few words on in the same clause, e.g. `9k per engineer per month`. */
  #laterPeriod(from: number): Period | undefined {
    for (let at = from; at < from + 4; at += 1) {
      const one = this.lexemes[at];
      if (
        one === undefined ||
        one.kind === 'number' ||
        one.kind === 'break' ||
        (one.kind === 'mark' && one.text !== '/')
      )
        return undefined;
      if (/^(?:a|per|every|par|pro|al|por|each|\/)$/.test(one.lower)) {
        const per = periodOf(this.lexemes[at + 1]?.lower ?? '');
        if (per !== undefined) return per;
      }
    }
    return undefined;
  }

  #duration(at: number, last: number, amount: number, unit: DurationFact['unit']): number {
    const rate = this.#period(last);
    const place = this.#place(at, last);
    const before = place.before.split(' ').slice(-5).join(' ');
    const after = place.after.split(' ').slice(0, 3).join(' ');
    const isPast =
      /^(?:ago|into|in a row|here|with us|in the (?:role|job|company|seat)|late|behind|overdue)\b/.test(after) ||
      PAST_DURATION.test(place.before);
    const isLeft =
      /^(?:left|remaining|to go|from now|until|away)\b/.test(after) ||
      /\b(?:in|within|have|(?:the|in|for the) next|dans|quedan|noch|dentro de|ends in|il reste)(?: about| another| only)?$/.test(
        before,
      );
    // “25 in a week” is a pace, and no time that is left.
    const isPace = /\d in$/.test(before) && /^an? /i.test(place.text);
    if (this.lexemes[last + 1]?.lower === 'old') return last;
    this.#found.durations.push({
      ...place,
      value: weeksOf(amount, unit),
      amount,
      unit,
      words: place.text,
      what: isPast ? 'past' : isLeft && REMAINING.test(`${before} ${after}`) ? 'remaining' : 'length',
      per: isPace ? (periodOf(unit) ?? 'once') : rate.last > last ? rate.per : 'once',
    });
    return last;
  }

  /** A bare amount such as `57k` in a sentence about money, or a count with its noun. */
  #amountOrCount(at: number): number | undefined {
    const one = this.lexemes[at];
    if (one === undefined) return undefined;
    const isIncome = one.isScaled === true && /^(?:mrr|arr|revenue)$/.test(this.lexemes[at + 1]?.lower ?? '');
    if (isIncome) return this.#money(at, at, '');
    const noun = this.#noun(at);
    const rate = this.#period(noun?.last ?? at);
    const scaled = one.isScaled === true;
    const place = this.#place(at, at);
    const near = `${place.before} ${place.after}`;
    const isRateOfMoney =
      noun === undefined &&
      rate.per !== 'once' &&
      ((one.value ?? 0) >= 200 ||
        scaled ||
        /\b(?:pays?|paid|costs?|charge[sd]?|price(?:d)? (?:is|at)|cuesta|coute|kostet|zahlen) ?(?:us|me|of)?$/.test(
          place.before,
        ));
    if (noun === undefined && (scaled || isRateOfMoney) && (MONEY_CONTEXT.test(near) || scaled))
      return this.#money(at, at, '');
    if (
      noun === undefined &&
      (one.value ?? 0) >= 100 &&
      /\b(?:budget|costs?|pays?|salary|price|worth|cuesta|coute|kostet|for|at)(?: of| is| about| me| us)?$/.test(
        place.before,
      ) &&
      rate.per !== 'once'
    )
      return this.#money(at, at, '');
    if (noun === undefined && rate.per === 'once') {
      this.#count(at, at, '', '', 'once', false);
      return undefined;
    }
    this.#count(at, noun?.last ?? at, noun?.unit ?? '', noun?.phrase ?? '', rate.per, noun?.isPeople ?? false);
    return rate.last;
  }

  #count(first: number, last: number, unit: string, noun: string, per: Period, isPeople: boolean): void {
    const one = this.lexemes[first];
    const value = one?.value ?? 0;
    if (/^(?:19|20)\d\d$/.test(one?.text ?? '') && unit === '') return;
    if (unit === '' && one?.isSpelt === true && value === 1 && per === 'once') return;
    this.#found.counts.push({ ...this.#place(first, last), value, unit, noun, per, isPeople });
  }

  /** The counted noun: up to four words, ending at the last known unit or plural. */
  #noun(at: number): { unit: string; phrase: string; last: number; isPeople: boolean } | undefined {
    let best: { unit: string; last: number; isPeople: boolean } | undefined;
    const from =
      this.lexemes[at + 1]?.text === '-' && this.lexemes[at + 1]?.start === this.lexemes[at]?.end ? at + 2 : at + 1;
    if (this.lexemes[from]?.lower === 'of' && OF_THEM.test(this.lexemes[from + 1]?.lower ?? '')) {
      const previous = this.#found.counts.findLast((count) => count.unit !== '');
      return previous === undefined
        ? undefined
        : { unit: previous.unit, phrase: previous.noun, last: from + 1, isPeople: previous.isPeople };
    }
    const start =
      /^(?:more|extra|additional|other|new|of)$/.test(this.lexemes[from]?.lower ?? '') &&
      this.lexemes[from + 1]?.kind === 'word'
        ? from + 1
        : from;
    const begin = /^(?:our|my|the|de)$/.test(this.lexemes[start]?.lower ?? '') ? start + 1 : start;
    for (let index = begin; index < begin + 4; index += 1) {
      const one = this.lexemes[index];
      if (one === undefined || one.kind !== 'word' || NOT_COUNTED.test(one.lower)) break;
      const known = unitOf(one.lower);
      if (known !== undefined) {
        best = { unit: known[0], last: index, isPeople: known[1] };
        // “six engineers on-call” ends here, “enterprise deals” was not known before.
        if (
          !['services', 'people', 'pages', 'reports', 'customers', 'teams', 'users'].includes(known[0]) ||
          unitOf(this.lexemes[index + 1]?.lower ?? '') === undefined
        )
          break;
      } else if (
        best === undefined &&
        /[^su]s$|[aeiou]n$/.test(one.lower) &&
        index > begin - 1 &&
        !one.lower.endsWith("'s")
      ) {
        best = { unit: one.lower, last: index, isPeople: false };
        if (unitOf(this.lexemes[index + 1]?.lower ?? '') === undefined) break;
      }
    }
    const first = this.lexemes[begin];
    if (
      best === undefined &&
      first?.kind === 'word' &&
      !NOT_COUNTED.test(first.lower) &&
      begin === from &&
      this.lexemes[at]?.isScaled !== true
    ) {
      // A compound such as “engineer weeks”.
      return undefined;
    }
    if (best === undefined) return undefined;
    const next = this.lexemes[best.last + 1]?.lower ?? '';
    const joined = /^(?:weeks?|months?|days?)$/.exec(next);
    if (best.isPeople && joined !== null && this.lexemes[best.last]?.lower.endsWith('s') === false) {
      const unit = `person-${next.replace(/s?$/, 's')}`;
      return { unit, phrase: `${this.#slice(begin, best.last)} ${next}`, last: best.last + 1, isPeople: false };
    }
    return { ...best, phrase: this.#slice(begin, best.last) };
  }

  #slice(first: number, last: number): string {
    return this.text.slice(this.lexemes[first]?.start ?? 0, this.lexemes[last]?.end ?? 0);
  }
}
