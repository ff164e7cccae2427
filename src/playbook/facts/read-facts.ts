import { alternativesIn } from './alternatives/alternatives-in.js';
import { dateAfter, midnight } from './calendar.js';
import { FactReader } from './fact-reader.js';
import type { Alternative, DateFact, FactPlace, Facts, FactTable, ReadNumbers } from './facts.js';
import { lex } from './lexed-text.js';
import { languageOf, plain, type FactLanguage } from './number-words.js';
import { tablesIn } from './tables.js';

const MAX_LENGTH = 8_000;

/**
 * Reads the quantities, dates, tables and alternatives of a text.
 *
 * @param text   Any text; the first 8,000 characters are read.
 * @param today  Day that relative dates count from, unless the text says what day it is.
 * @remarks Linear in the length of the text.
 */
export function readFacts(text: string, today: Date): Facts {
  const read = text.slice(0, MAX_LENGTH);
  const language = languageOf(plain(read));
  const given = midnight(today);
  const first = numbersOf(read, given, language);
  const said = first.dates.find((date) => date.isToday && date.date.getTime() !== given.getTime());
  const day = said?.date ?? given;
  const numbers = said === undefined ? first : numbersOf(read, day, language);
  const tables = tablesIn(read, day, language);
  const alternatives = alternativesIn(read, tables).map((one): Alternative => {
    const { full, isTold, label, said } = one;
    const source = one.row === undefined ? full : rowText(tables[0], one.row);
    const facts = { ...numbersOf(source, day, language), language, today: day, tables: [], alternatives: [] };
    return {
      ...(label === undefined ? {} : { label }),
      text: one.text,
      said,
      full,
      ...(isTold === undefined ? {} : { isTold }),
      facts,
    };
  });
  // A cell is read with its column, not as a quantity of the text.
  const inText = (place: FactPlace) => !tables.some((table) => place.start >= table.start && place.end <= table.end);
  return {
    language,
    today: day,
    money: numbers.money.filter(inText),
    percents: numbers.percents.filter(inText),
    counts: numbers.counts.filter(inText),
    durations: numbers.durations.filter(inText),
    dates: numbers.dates.filter(inText),
    factors: numbers.factors.filter(inText),
    tables,
    alternatives,
  };
}

function numbersOf(text: string, today: Date, language: FactLanguage): ReadNumbers {
  const numbers = new FactReader(text, lex(text, language), today, language).read();
  // A date that the words lead to, e.g. “in seven months”, is a deadline when something ends then.
  for (const duration of numbers.durations) {
    const leads = /\b(?:in|dans|dentro de|within)$/.test(duration.before);
    const ends =
      /\b(?:ends?|expires?|runs? out|due|deadline|contract|until|stops?|over|termina|vence|finit|endet|lauft)\b/.test(
        duration.before,
      );
    if (duration.what !== 'remaining' || !leads || !ends) continue;
    const made: DateFact = {
      ...duration,
      date: dateAfter(today, duration),
      words: `in ${duration.words}`,
      isToday: false,
      what: 'deadline',
    };
    numbers.dates.push(made);
  }
  return numbers;
}

/** A row as text, with the name of each column before its cell. */
function rowText(table: FactTable | undefined, row: number): string {
  return (table?.rows[row] ?? [])
    .map((cell, at) => (at === 0 ? cell.text : `${table?.columns[at] ?? ''} ${cell.text}`))
    .join('; ');
}
