#!/usr/bin/env node
// Scores framework detection, persona routing, strategic flag and similar-context cache hits. Node >= 20, no dependencies.
//   node score.mjs --gold dev.jsonl --pred preds.jsonl [--pairs similar_dev.jsonl --pair-pred pairs.jsonl]
//                  [--json] [--errors 20] [--validate] [--by-framework]
// preds.jsonl : {"id","frameworks":[ids],"lead":"diego"|null,"support":[ids],"strategic":bool}
// pairs.jsonl : {"id","same":bool}   ("hit" is accepted as a synonym for "same")
//
// Definitions
//   allowed    = must + may.  A predicted framework outside allowed is a false positive (FP); unknown ids are FPs too.
//   precision  = predictions inside allowed / all predictions (micro).
//   precision* = must hits / (must hits + FP): "may" is neutral, so stuffing with acceptable extras earns nothing.
//   recall     = over items with a non-empty must: 1 if any must id was predicted; with must_all the share of must ids predicted.
//   F1         = harmonic mean of precision and recall;  F1* uses precision*.
//   negatives  = items with must = [];  FP/negative counts predictions outside may.
//   lead acc   = over items with a non-empty personas_lead: predicted lead is in the list (top-1 = equals the first one).
//   support P  = predicted supports inside personas_support + personas_lead (the predicted lead itself never counts).
import { readFileSync } from 'node:fs';

export const INVENTORY = [
  'team-topologies',
  'good-strategy-bad-strategy',
  'wrap',
  'crucial-conversations',
  'scaling-up-excellence',
  'accelerate-dora',
  'technical-strategy',
  'organizational-transformation',
  'platform-assessment',
  'capital-allocation',
  'integrated-strategic-decision',
  'porters-five-forces',
  'business-model-canvas',
  'competitive-analysis',
  'lean-startup',
  'wardley-mapping',
  'evolutionary-architecture',
  'architecture-decision-records',
  'design-system-maturity',
  'user-centered-design',
  'design-thinking',
  'systems-thinking',
  'cynefin',
  'ooda-loop',
  'okr',
  'ogsm',
  'balanced-scorecard',
  'blue-ocean',
  'swot',
  'jobs-to-be-done',
  'kotter-8-step',
  'adkar',
  'conways-law',
  'data-mesh',
  'decision-intelligence',
  'network-effects',
  'first-principles',
  'raci',
  'stakeholder-mapping',
  'technical-debt-quadrant',
  'build-vs-buy',
  'rice-prioritization',
  'cost-of-delay-wsjf',
  'theory-of-constraints',
  'radical-candor',
  'five-dysfunctions',
  'situational-leadership',
  'pre-mortem',
  'eisenhower-matrix',
  'mckinsey-7s',
  'three-horizons',
  'crossing-the-chasm',
  'north-star-metric',
  'domain-driven-design',
  'site-reliability-slo',
  'blameless-postmortem',
  'zero-trust',
  'finops',
  'threat-modeling-stride',
  'responsible-ai-governance',
];
export const PERSONAS = [
  'diego',
  'camille',
  'rachel',
  'alvaro',
  'martin',
  'marcus',
  'david',
  'sofia',
  'elena',
  'berny',
  'delbert',
  'security',
];

export function readJsonl(path) {
  const out = [];
  readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .forEach((line, i) => {
      if (!line.trim()) return;
      try {
        out.push(JSON.parse(line));
      } catch (e) {
        throw new Error(`${path}:${i + 1}: ${e.message}`, { cause: e });
      }
    });
  return out;
}
const uniq = (a) => [...new Set(Array.isArray(a) ? a : [])];
const norm = (s) => (typeof s === 'string' ? s.trim().toLowerCase() : '');
const ratio = (n, d) => (d === 0 ? null : n / d);
const f1 = (p, r) => (p === null || r === null ? null : p + r === 0 ? 0 : (2 * p * r) / (p + r));

export function validateGold(items) {
  const errs = [],
    ids = new Set(),
    texts = new Map();
  for (const it of items) {
    const e = (m) => errs.push(`${it.id}: ${m}`);
    if (!it.id || ids.has(it.id)) e('missing or duplicate id');
    ids.add(it.id);
    if (!['a', 'b', 'c', 'd', 'e', 'f'].includes(it.category)) e('bad category');
    if (!['dev', 'heldout'].includes(it.part)) e('bad part');
    if (typeof it.text !== 'string' || !it.text.trim()) e('empty text');
    const key = norm(it.text).replace(/\W+/g, ' ');
    if (key.trim() && texts.has(key)) e(`same text as ${texts.get(key)}`);
    texts.set(key, it.id);
    if (typeof it.strategic !== 'boolean') e('strategic must be boolean');
    if (typeof it.must_all !== 'boolean') e('must_all must be boolean');
    for (const k of ['must', 'may']) {
      if (!Array.isArray(it[k])) e(`${k} must be a list`);
      else for (const f of it[k]) if (!INVENTORY.includes(f)) e(`${k}: unknown framework ${f}`);
    }
    for (const k of ['personas_lead', 'personas_support']) {
      if (!Array.isArray(it[k])) e(`${k} must be a list`);
      else for (const p of it[k]) if (!PERSONAS.includes(p)) e(`${k}: unknown persona ${p}`);
    }
    if ((it.must || []).some((f) => (it.may || []).includes(f))) e('must and may overlap');
    if (uniq(it.must).length !== (it.must || []).length || uniq(it.may).length !== (it.may || []).length)
      e('repeated id in must or may');
    if ((it.category === 'c' || it.category === 'd') && (it.must || []).length) e('negative with a must');
    if ((it.category === 'a' || it.category === 'b') && !(it.must || []).length) e('positive without a must');
    if (it.must_all && it.must.length < 2) e('must_all with fewer than two ids');
    if (it.category === 'd' && it.strategic) e('category d must be non-strategic');
    if (!it.strategic && (it.must || []).length) e('non-strategic item with a must');
    if (it.strategic && !(it.personas_lead || []).length) e('strategic item without a lead');
    if (!it.strategic && ((it.personas_lead || []).length || (it.personas_support || []).length))
      e('non-strategic item with personas');
    if (it.category === 'e' && (it.text.length < 800 || it.text.length > 4000))
      e(`long text has ${it.text.length} characters`);
  }
  return errs;
}

function blank() {
  return {
    n: 0,
    npos: 0,
    preds: 0,
    tp: 0,
    fp: 0,
    mustHits: 0,
    recallSum: 0,
    strictSat: 0,
    nneg: 0,
    negFp: 0,
    negHit: 0,
    leadN: 0,
    leadOk: 0,
    leadTop: 0,
    supN: 0,
    supOk: 0,
    supItems: 0,
    stratOk: 0,
    stratTP: 0,
    stratFP: 0,
    stratFN: 0,
    nsN: 0,
    nsQuiet: 0,
  };
}

function tally(acc, it, p) {
  acc.n++;
  const pred = uniq((p.frameworks || []).map(norm).filter(Boolean));
  const must = new Set(it.must),
    allowed = new Set([...it.must, ...it.may]);
  const good = pred.filter((f) => allowed.has(f)),
    bad = pred.filter((f) => !allowed.has(f)),
    hits = pred.filter((f) => must.has(f));
  acc.preds += pred.length;
  acc.tp += good.length;
  acc.fp += bad.length;
  acc.mustHits += hits.length;
  let miss = false;
  if (it.must.length) {
    acc.npos++;
    const r = it.must_all ? hits.length / it.must.length : hits.length ? 1 : 0;
    acc.recallSum += r;
    if (r === 1) acc.strictSat++;
    else miss = true;
  } else {
    acc.nneg++;
    acc.negFp += bad.length;
    if (bad.length) acc.negHit++;
  }
  const lead = norm(p.lead);
  let leadBad = false;
  if (it.personas_lead.length) {
    acc.leadN++;
    if (it.personas_lead.includes(lead)) acc.leadOk++;
    else leadBad = true;
    if (it.personas_lead[0] === lead) acc.leadTop++;
    const okSup = new Set([...it.personas_support, ...it.personas_lead]);
    const sup = uniq((p.support || []).map(norm).filter(Boolean));
    if (sup.length) acc.supItems++;
    acc.supN += sup.length;
    acc.supOk += sup.filter((s) => okSup.has(s) && s !== lead).length;
  }
  const ps = p.strategic === true;
  if (ps === it.strategic) acc.stratOk++;
  if (ps && it.strategic) acc.stratTP++;
  if (ps && !it.strategic) acc.stratFP++;
  if (!ps && it.strategic) acc.stratFN++;
  if (!it.strategic) {
    acc.nsN++;
    if (!pred.length && !lead && !(p.support || []).length && !ps) acc.nsQuiet++;
  }
  return { bad, miss, leadBad, pred, stratBad: ps !== it.strategic };
}

function finish(a) {
  const precision = ratio(a.tp, a.tp + a.fp),
    precisionNeutral = ratio(a.mustHits, a.mustHits + a.fp),
    recall = ratio(a.recallSum, a.npos);
  return {
    items: a.n,
    positives: a.npos,
    negatives: a.nneg,
    predictions: a.preds,
    predictionsPerItem: ratio(a.preds, a.n),
    precision,
    precisionNeutral,
    recall,
    recallStrict: ratio(a.strictSat, a.npos),
    f1: f1(precision, recall),
    f1Neutral: f1(precisionNeutral, recall),
    fpPerNegative: ratio(a.negFp, a.nneg),
    negativesWithFp: ratio(a.negHit, a.nneg),
    leadItems: a.leadN,
    leadAccuracy: ratio(a.leadOk, a.leadN),
    leadTop1: ratio(a.leadTop, a.leadN),
    supportPredictions: a.supN,
    supportPrecision: ratio(a.supOk, a.supN),
    supportPerRouted: ratio(a.supN, a.leadN),
    strategicAccuracy: ratio(a.stratOk, a.n),
    strategicPrecision: ratio(a.stratTP, a.stratTP + a.stratFP),
    strategicRecall: ratio(a.stratTP, a.stratTP + a.stratFN),
    nonStrategicFullyEmpty: ratio(a.nsQuiet, a.nsN),
  };
}

export function scoreItems(gold, preds) {
  const warnings = [],
    byId = new Map();
  for (const p of preds) {
    if (byId.has(p.id)) warnings.push(`duplicate prediction for ${p.id} (last one used)`);
    byId.set(p.id, p);
  }
  const goldIds = new Set(gold.map((g) => g.id));
  const stray = preds.filter((p) => !goldIds.has(p.id)).length;
  if (stray) warnings.push(`${stray} predictions have an id that is not in the gold file`);
  const missing = gold.filter((g) => !byId.has(g.id));
  if (missing.length) warnings.push(`${missing.length} gold items have no prediction (scored as empty)`);
  const unknown = new Set();
  for (const p of preds) for (const f of p.frameworks || []) if (!INVENTORY.includes(norm(f))) unknown.add(f);
  if (unknown.size) warnings.push(`unknown framework ids (count as FP): ${[...unknown].slice(0, 10).join(', ')}`);
  const groups = { overall: blank() },
    extra = { 'real-sourced': blank(), written: blank() },
    errors = [],
    fw = {};
  for (const f of INVENTORY) fw[f] = { must: 0, hit: 0, fp: 0 };
  for (const it of gold) {
    const p = byId.get(it.id) || { frameworks: [], lead: null, support: [], strategic: false };
    groups[it.category] ??= blank();
    const d = tally(groups.overall, it, p);
    tally(groups[it.category], it, p);
    tally(extra[it.source ? 'real-sourced' : 'written'], it, p);
    for (const f of it.must) {
      fw[f].must++;
      if (d.pred.includes(f)) fw[f].hit++;
    }
    for (const f of d.bad) if (fw[f]) fw[f].fp++;
    if (d.miss || d.bad.length || d.leadBad || d.stratBad)
      errors.push({
        id: it.id,
        category: it.category,
        missed: d.miss ? it.must : [],
        false_positives: d.bad,
        lead: d.leadBad ? { got: p.lead ?? null, want: it.personas_lead } : undefined,
        strategic: d.stratBad ? { got: p.strategic ?? null, want: it.strategic } : undefined,
      });
  }
  const cats = Object.fromEntries(
    Object.keys(groups)
      .sort((x, y) => (x === 'overall') - (y === 'overall') || x.localeCompare(y))
      .map((k) => [k, finish(groups[k])]),
  );
  return {
    byCategory: cats,
    slices: Object.fromEntries(Object.entries(extra).map(([k, v]) => [k, finish(v)])),
    byFramework: fw,
    errors,
    warnings,
  };
}

export function scorePairs(gold, preds) {
  const byId = new Map(preds.map((p) => [p.id, p]));
  let s = 0,
    sh = 0,
    d = 0,
    dh = 0,
    missing = 0;
  const kinds = {},
    errors = [];
  for (const g of gold) {
    const p = byId.get(g.id);
    if (!p) missing++;
    const hit = !!p && (p.same ?? p.hit) === true;
    const k = `${g.same ? 'same' : 'not-same'}:${g.kind ?? '-'}`;
    kinds[k] ??= { n: 0, hits: 0 };
    kinds[k].n++;
    if (hit) kinds[k].hits++;
    if (g.same) {
      s++;
      if (hit) sh++;
    } else {
      d++;
      if (hit) dh++;
    }
    if (hit !== g.same) errors.push({ id: g.id, a: g.a, b: g.b, want: g.same });
  }
  return {
    samePairs: s,
    hitRateOnSame: ratio(sh, s),
    notSamePairs: d,
    falseHitRateOnNotSame: ratio(dh, d),
    missing,
    byKind: kinds,
    errors,
  };
}

const pct = (x) => (x === null || x === undefined ? '   -  ' : (100 * x).toFixed(1).padStart(5) + '%');
const num = (x, w = 6) => (x === null || x === undefined ? '-' : x.toFixed(2)).padStart(w);
function table(rows) {
  const h = [
    'group',
    'n',
    'pos',
    'neg',
    'prec',
    'prec*',
    'recall',
    'F1',
    'F1*',
    'pred/it',
    'FP/neg',
    'neg w/FP',
    'lead',
    'lead@1',
    'suppP',
    'stratAcc',
  ];
  const w = [13, 5, 5, 5, 7, 7, 7, 7, 7, 8, 7, 9, 7, 7, 7, 9];
  const line = (c) => c.map((x, i) => (i ? String(x).padStart(w[i]) : String(x).padEnd(w[i]))).join(' ');
  console.log(line(h));
  for (const [k, r] of rows)
    console.log(
      line([
        k,
        r.items,
        r.positives,
        r.negatives,
        pct(r.precision),
        pct(r.precisionNeutral),
        pct(r.recall),
        pct(r.f1),
        pct(r.f1Neutral),
        num(r.predictionsPerItem),
        num(r.fpPerNegative),
        pct(r.negativesWithFp),
        pct(r.leadAccuracy),
        pct(r.leadTop1),
        pct(r.supportPrecision),
        pct(r.strategicAccuracy),
      ]),
    );
}

function main() {
  const o = {};
  const argv = process.argv.slice(2);
  for (let i = 0; i < argv.length; i++) {
    const k = argv[i];
    if (!k.startsWith('--')) continue;
    const nx = argv[i + 1];
    if (nx !== undefined && !nx.startsWith('--')) {
      o[k.slice(2)] = nx;
      i++;
    } else o[k.slice(2)] = true;
  }
  if (!o.gold && !o.pairs) {
    console.error(
      'usage: node score.mjs --gold FILE --pred FILE [--pairs FILE --pair-pred FILE] [--validate] [--json] [--errors N] [--by-framework]',
    );
    process.exit(2);
  }
  const out = {};
  if (o.gold) {
    const gold = readJsonl(o.gold),
      bad = validateGold(gold);
    if (bad.length) {
      console.error(`gold file has ${bad.length} problems:\n` + bad.slice(0, 40).join('\n'));
      process.exit(1);
    }
    if (o.validate) console.log(`${o.gold}: ${gold.length} items, valid`);
    if (o.pred) out.items = scoreItems(gold, readJsonl(o.pred));
  }
  if (o.pairs) {
    const gp = readJsonl(o.pairs);
    const ids = new Set();
    const bad = [];
    for (const g of gp) {
      if (!g.id || ids.has(g.id)) bad.push(`${g.id}: missing or duplicate id`);
      ids.add(g.id);
      if (!g.a || !g.b || typeof g.same !== 'boolean' || !['dev', 'heldout'].includes(g.part))
        bad.push(`${g.id}: bad pair`);
      if (g.a === g.b) bad.push(`${g.id}: identical texts`);
    }
    if (bad.length) {
      console.error(`pair file has ${bad.length} problems:\n` + bad.slice(0, 40).join('\n'));
      process.exit(1);
    }
    if (o.validate) console.log(`${o.pairs}: ${gp.length} pairs (${gp.filter((g) => g.same).length} same), valid`);
    if (o['pair-pred']) out.pairs = scorePairs(gp, readJsonl(o['pair-pred']));
  }
  if (o.json) {
    console.log(JSON.stringify(out, null, 2));
    return;
  }
  if (out.items) {
    for (const w of out.items.warnings) console.error('warning: ' + w);
    table(Object.entries(out.items.byCategory));
    console.log('');
    table(Object.entries(out.items.slices));
    const ov = out.items.byCategory.overall;
    console.log(
      `\nrecall, all required must ids found: ${pct(ov.recallStrict).trim()}   strategic precision ${pct(ov.strategicPrecision).trim()}, recall ${pct(ov.strategicRecall).trim()}   non-strategic items left fully empty: ${pct(ov.nonStrategicFullyEmpty).trim()}   supports per routed item: ${num(ov.supportPerRouted).trim()}`,
    );
    console.log('prec* / F1*: "may" frameworks are neutral (neither rewarded nor punished).');
    if (o['by-framework'])
      for (const [f, v] of Object.entries(out.items.byFramework))
        console.log(
          `${f.padEnd(32)} listed as must ${String(v.must).padStart(3)}  named ${String(v.hit).padStart(3)}  false positives ${String(v.fp).padStart(3)}`,
        );
    const n = o.errors === true ? 20 : Number(o.errors || 0);
    if (n) {
      console.log(`\nfirst ${n} of ${out.items.errors.length} items with an error:`);
      for (const e of out.items.errors.slice(0, n)) console.log(JSON.stringify(e));
    }
  }
  if (out.pairs) {
    const p = out.pairs;
    console.log(
      `\npairs: hit rate on same ${pct(p.hitRateOnSame).trim()} (${p.samePairs})   false-hit rate on not-same ${pct(p.falseHitRateOnNotSame).trim()} (${p.notSamePairs})${p.missing ? `   missing ${p.missing}` : ''}`,
    );
    for (const [k, v] of Object.entries(p.byKind).sort(([x], [y]) => x.localeCompare(y)))
      console.log(`  ${k.padEnd(28)} ${String(v.n).padStart(4)} pairs, hits ${pct(v.hits / v.n)}`);
    const n = o.errors === true ? 20 : Number(o.errors || 0);
    for (const e of p.errors.slice(0, n)) console.log(JSON.stringify(e));
  }
}
if (import.meta.url === `file://${process.argv[1]}` || process.argv[1]?.endsWith('score.mjs')) main();
