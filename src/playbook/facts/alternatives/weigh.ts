import { eliminate } from '../eliminate.js';
import type { Alternative, Facts } from '../facts.js';
import { Ledger } from '../ledger.js';
import { againstTarget, combinations, isNeeded, partsOf, targetOf } from './combinations.js';
import { byCost } from './cost-findings.js';
import { discountOf, effortOf, runningCost, shareOf } from './efforts.js';
import { figuresIn } from './figures.js';
import { fitOf } from './fit.js';
import type { Draft, Finding, Weighing } from './finding.js';
import { forAll, risks } from './risks.js';
import type { Sheet } from './sheet.js';
import { shortNameOf } from './short-name.js';
import { stakesOf, troublesIn } from './stakes.js';
import { againstTime } from './time-findings.js';

/** Works out of the asker's numbers what each alternative costs and takes, and what that means against what is needed. */
export function weighAlternatives(facts: Facts, text: string): Weighing {
  const { alternatives } = facts;
  const outside = outsideOf(alternatives, text);
  const stakes = stakesOf(alternatives, outside);
  const troubles = troublesIn(outside);
  const fit = fitOf(alternatives, outside);
  if (facts.tables.length > 0) return byTable(facts, troubles);
  const sheets = sheetsOf(alternatives, facts, outside);
  const shared = sheets[0]?.shared ?? [];
  const drafts = alternatives.map((alternative): Draft => ({ alternative, follows: [], isOut: false }));
  const ledgers: string[] = [];
  const overall: string[] = [];
  let together: readonly Alternative[] = [];
  againstTime(drafts, sheets, facts, ledgers);
  const target = targetOf(sheets, shared);
  if (target === undefined) byCost({ drafts, sheets, shared, text, overall, ledgers });
  else {
    const parts = partsOf(sheets).filter(({ alternative }) =>
      drafts.every((one) => one.alternative !== alternative || !one.isOut),
    );
    const { sentences, ledger, best } = combinations(parts, target, shortNameOf);
    overall.push(...sentences);
    ledgers.push(ledger.toString());
    for (const part of parts) {
      const ledgerOfPart = new Ledger();
      const words = againstTarget(part, target, ledgerOfPart);
      if (words !== undefined) drafts.find((one) => one.alternative === part.alternative)?.follows.push(words);
      ledgers.push(ledgerOfPart.toString());
    }
    if (best.length > 1) together = best.map(({ alternative }) => alternative);
    for (const draft of drafts)
      if (best.length === 1 && best[0]?.alternative === draft.alternative) draft.leads = 'sum';
  }
  for (const [at, sheet] of sheets.entries()) {
    const more =
      effortOf(sheet, ledgers) ??
      runningCost(sheet, ledgers) ??
      shareOf(sheet, sheets, ledgers) ??
      (target === undefined ? undefined : discountOf(sheet, ledgers));
    if (more !== undefined) drafts[at]?.follows.push(more);
  }
  for (const [at, { barred }] of stakes.entries()) {
    const draft = drafts[at];
    if (barred === undefined || draft === undefined) continue;
    draft.follows.unshift(`“${barred}” rules it out`);
    draft.isOut = true;
  }
  overall.push(...risks(shared, ledgers), ...forAll(shared, ledgers));
  return {
    findings: drafts.map((draft, at) => ({ ...draft, stakes: stakes[at] ?? {} })),
    overall,
    together,
    areCuts: target !== undefined && !isNeeded(target),
    troubles,
    ...(fit === undefined ? {} : { fit }),
    arithmetic: ledgers.filter((one) => one !== '').join('; '),
  };
}

/** Numbers that others name in passing hold for all: `we have 140,000 a year`. */
const OF_ALL = /^(?:we|our|wir|unsere?|nous|nos|on|tenemos|nuestr\w+|avg|average|each|there)\b/i;

function outsideOf(alternatives: readonly Alternative[], text: string): string {
  let outside = text;
  for (const { full } of alternatives) outside = outside.replace(full, ' ; ');
  return outside;
}

/** A table is weighed by its columns. */
function byTable(facts: Facts, troubles: readonly string[]): Weighing {
  const verdicts = eliminate(facts.alternatives, facts);
  const findings = facts.alternatives.map((alternative): Finding => {
    const own = verdicts.filter((one) => one.alternative === alternative);
    const isCheapest = own.some(({ verdict }) => verdict === 'cheapest');
    return {
      alternative,
      follows: own.map(({ sentence }) => sentence.slice(sentence.indexOf(': ') + 2).replace(/\.$/, '')),
      isOut: own.some(({ verdict }) => verdict === 'late' || verdict === 'over-budget'),
      ...(isCheapest ? { leads: 'price' as const } : {}),
    };
  });
  return {
    findings,
    overall: [],
    together: [],
    areCuts: false,
    troubles,
    arithmetic: verdicts.map((one) => one.arithmetic).join('; '),
  };
}

function sheetsOf(alternatives: readonly Alternative[], { language }: Facts, outside: string): Sheet[] {
  const shared = figuresIn(outside, language);
  const asides = alternatives.filter(({ said }) => OF_ALL.test(said)).map(({ said }) => said);
  const passing = asides.flatMap((said) => figuresIn(said, language));
  const own = alternatives.map(({ full, said, text }) => figuresIn(OF_ALL.test(said) ? text : full, language, true));
  return alternatives.map((alternative, at) => ({
    alternative,
    own: own[at] ?? [],
    shared: [...passing, ...shared],
    others: own.filter((_, other) => other !== at).flat(),
  }));
}
