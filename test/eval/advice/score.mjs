#!/usr/bin/env node
// Scores advice answers against a gold file. See ADVICE.md. Node >= 20, no dependencies.
import { readFileSync } from 'node:fs';

const USAGE = `usage: node score-advice.mjs --gold FILE --answers FILE [--json] [--errors N]
       node score-advice.mjs --gold FILE --validate`;

function parseArgs(argv) {
  const o = { errors: 0 };
  for (let i = 0; i < argv.length; i++) {
    const a = argv[i];
    if (a === '--gold') o.gold = argv[++i];
    else if (a === '--answers') o.answers = argv[++i];
    else if (a === '--json') o.json = true;
    else if (a === '--validate') o.validate = true;
    else if (a === '--errors') {
      const v = argv[i + 1];
      if (v !== undefined && /^\d+$/.test(v)) {
        o.errors = Number(v);
        i++;
      } else o.errors = Infinity;
    } else die(`unknown argument ${a}\n${USAGE}`);
  }
  if (!o.gold || (!o.answers && !o.validate)) die(USAGE);
  return o;
}
function die(msg) {
  console.error(msg);
  process.exit(2);
}

function readLines(path) {
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch (e) {
    die(`cannot read ${path}: ${e.message}`);
  }
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (!line.trim()) return [];
    try {
      return [JSON.parse(line)];
    } catch (e) {
      return die(`${path}:${i + 1}: ${e.message}`);
    }
  });
}

const KINDS = [
  'sensitive',
  'yes_no',
  'compare',
  'draft',
  'summarise',
  'explain',
  'plan',
  'numbers',
  'advise',
  'vague',
  'followup',
  'off_topic',
];
const rx = (src) => new RegExp(src, 'i');

// ---- text ------------------------------------------------------------------
const WORD = /[\p{L}\p{N}]+(?:['.,:/-][\p{L}\p{N}]+)*/gu;
const countWords = (s) => (s.match(WORD) ?? []).length;

function straighten(s) {
  return s
    .normalize('NFC')
    .replace(/[\u00a0\u2007\u2009\u202f]/g, ' ')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, '-');
}
const plain = (s) =>
  straighten(s)
    .replace(/(\*\*|__|`)/g, '')
    .replace(/(^|[\s(])[*_](?=\S)/g, '$1')
    .replace(/(\S)[*_](?=[\s.,;:!?)]|$)/g, '$1');
const squash = (s) =>
  straighten(s)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const QUOTED = /“[^”\n]{1,600}”|„[^“”\n]{1,600}[“”]|«[^»\n]{1,600}»|"[^"\n]{1,600}"/g;
/** Removes passages in quotation marks that repeat the asker word for word (four words or more). */
function withoutEcho(md, asked) {
  const hay = ` ${squash(asked)} `;
  return md.replace(QUOTED, (q) => {
    const inner = squash(q);
    return inner.split(' ').length >= 4 && hay.includes(` ${inner} `) ? ' ' : q;
  });
}

// Lines that the output contract prescribes around an answer: they carry no advice.
const FRAME = [
  /^\p{Extended_Pictographic}[^|\n]{0,60}\|[^|\n]{0,80}$/u,
  /^🔧/u,
  /^📚/u,
  /^🤝/u,
  /^-{3,}$/,
  /^\*\*Framework Attribution\b/i,
  /^Framework Attribution\b/i,
  /^(switching to|now speaking|wechsel zu|cambio a|je passe la parole)\b/i,
];
const isFrame = (line) => FRAME.some((r) => r.test(line.trim()));
const bodyLines = (md) => md.split(/\r?\n/).filter((l) => !isFrame(l));
const body = (md) => bodyLines(md).join('\n');

const RESTATED =
  /^(#{1,6}\s*)?\**(what you(’|'| a)re asking|what you are asking|your question|the question|you ask|how i read|as i read|as asked|la pregunta|tu pregunta|la question|votre question|die frage|deine frage|ihre frage)/i;
/** Beginning of the advice: frame, headings, one-line italics and a labelled restatement of the question are skipped. */
function opening(md, asked, n = 40) {
  const out = [];
  let skipping = true;
  for (const raw of bodyLines(md)) {
    const line = raw.trim();
    if (!line) continue;
    if (/^#{1,6}\s/.test(line) && !RESTATED.test(line)) continue;
    if (skipping && (/^\*[^*]+\*$/.test(line) || /^_[^_]+_$/.test(line))) continue;
    if (skipping && RESTATED.test(line)) continue;
    skipping = false;
    out.push(line);
  }
  return plain(withoutEcho(out.join('\n'), asked))
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, n)
    .join(' ');
}

/** Section headed "Options" where there is one, otherwise everything but a labelled restatement. */
function optionsText(md) {
  const lines = bodyLines(md);
  const head = (l) => /^#{1,6}\s|^\*\*[^*]{2,60}\*\*/.test(l.trim());
  const from = lines.findIndex((l) =>
    /^(#{1,6}\s*)?\**(your |the |die |las |les )?(two |three |four )?(options?|alternatives?|opciones|optionen|alternativen|varianten)\b/i.test(
      l.trim(),
    ),
  );
  if (from >= 0) {
    let to = lines.length;
    for (let i = from + 1; i < lines.length; i++)
      if (head(lines[i])) {
        to = i;
        break;
      }
    return { section: lines.slice(from, to).join('\n'), all: lines.filter((l) => !RESTATED.test(l.trim())).join('\n') };
  }
  const all = lines.filter((l) => !RESTATED.test(l.trim())).join('\n');
  return { section: all, all };
}

const DECLINED =
  /does(n't| not) look like a (question|request)|there(’|'| i)s nothing (here )?(strategic|to advise on)|outside (of )?what i (advise|answer|cover)|i (only|can only) (answer|advise on|help with) (strategic|leadership|organi[sz])|not (a|one of the) (strategic|leadership) questions?|no parece una pregunta|ne ressemble pas à une question|sieht nicht nach einer frage/i;

// ---- checks ----------------------------------------------------------------
function check(spec, item, answer, asked) {
  const fails = [];
  if (!answer || typeof answer.markdown !== 'string' || !answer.markdown.trim()) return ['no answer'];
  const raw = answer.markdown;
  const mine = withoutEcho(raw, asked);
  const variants = [straighten(mine), plain(mine)];
  const has = (src) => {
    const r = rx(src);
    return variants.some((v) => r.test(v));
  };

  const strategic = spec.strategic ?? item.strategic;
  if (typeof answer.strategic === 'boolean' && typeof strategic === 'boolean' && answer.strategic !== strategic)
    fails.push(`strategic is ${answer.strategic}, expected ${strategic}`);
  if (strategic && DECLINED.test(plain(mine))) fails.push('declined');
  for (const src of spec.must_match ?? []) if (!has(src)) fails.push(`must_match /${src}/`);
  for (const src of spec.must_not_match ?? [])
    if (has(src))
      fails.push(
        `must_not_match /${src}/ found "${(variants[0].match(rx(src)) ?? variants[1].match(rx(src)))[0].slice(0, 60)}"`,
      );
  if (spec.first_words) {
    const o = opening(raw, asked);
    if (!rx(spec.first_words).test(o)) fails.push(`first_words /${spec.first_words}/ in "${o.slice(0, 120)}"`);
  }
  for (const d of spec.derived ?? []) if (!has(d.regex)) fails.push(`derived ${d.what}`);
  if (spec.alternatives?.length) {
    const { section, all } = optionsText(mine);
    const found = (text, src) => rx(src).test(straighten(text)) || rx(src).test(plain(text));
    for (const src of spec.alternatives)
      if (!found(section, src) && !found(all, src)) fails.push(`alternative /${src}/`);
  }
  if (spec.max_words) {
    const n = countWords(body(raw));
    if (n > spec.max_words) fails.push(`max_words ${n} > ${spec.max_words}`);
  }
  return fails;
}

// ---- repetition ------------------------------------------------------------
function sentences(md) {
  return straighten(body(md))
    .replace(QUOTED, ' _ ')
    .replace(/[*_`#>|]+/g, ' ')
    .split(/(?<=[.!?:;])\s+|\n+/)
    .map((s) =>
      s
        .toLowerCase()
        .replace(/^\s*(?:[-•]|\d+[.)])\s*/, '')
        .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((s) => s.split(' ').length > 4);
}
function repetition(answers) {
  const seen = new Map();
  const list = answers.map(({ id, markdown }) => ({ id, sents: sentences(markdown) }));
  for (const { id, sents } of list) for (const s of sents) (seen.get(s) ?? seen.set(s, new Set()).get(s)).add(id);
  let all = 0,
    shared = 0;
  for (const { sents } of list)
    for (const s of sents) {
      const w = s.split(' ').length;
      all += w;
      if (seen.get(s).size >= 3) shared += w;
    }
  const top = [...seen]
    .filter(([, ids]) => ids.size >= 3)
    .sort((a, b) => b[1].size - a[1].size)
    .slice(0, 15)
    .map(([s, ids]) => ({ sentence: s, items: ids.size }));
  return { share: all ? shared / all : 0, top };
}

// ---- gold validation -------------------------------------------------------
function validate(gold) {
  const problems = [];
  const ids = new Set();
  for (const it of gold) {
    const where = it.id ?? '(no id)';
    if (!it.id || ids.has(it.id)) problems.push(`${where}: id missing or repeated`);
    ids.add(it.id);
    if (!['dev', 'heldout'].includes(it.split)) problems.push(`${where}: split`);
    if (!KINDS.includes(it.kind)) problems.push(`${where}: kind ${it.kind}`);
    if (typeof it.text !== 'string' || !it.text.trim()) problems.push(`${where}: text`);
    if (typeof it.strategic !== 'boolean') problems.push(`${where}: strategic`);
    for (const [i, spec] of [it, ...(it.turns ?? [])].entries()) {
      const sources = [
        ...(spec.must_match ?? []),
        ...(spec.must_not_match ?? []),
        ...(spec.alternatives ?? []),
        ...(spec.derived ?? []).map((d) => d.regex),
        ...(spec.first_words ? [spec.first_words] : []),
      ];
      if (!Array.isArray(spec.must_match) || !Array.isArray(spec.must_not_match))
        problems.push(`${where}/${i}: must_match and must_not_match have to be lists`);
      for (const s of sources)
        try {
          if (rx(s).test('')) problems.push(`${where}/${i}: /${s}/ matches the empty text`);
        } catch (e) {
          problems.push(`${where}/${i}: ${e.message}`);
        }
    }
  }
  return problems;
}

// ---- main ------------------------------------------------------------------
const opt = parseArgs(process.argv.slice(2));
const gold = readLines(opt.gold);
const problems = validate(gold);
if (problems.length) die(problems.join('\n'));
if (opt.validate) {
  const turns = gold.reduce((n, it) => n + 1 + (it.turns?.length ?? 0), 0);
  console.log(`${gold.length} items, ${turns} answers expected, no problems`);
  process.exit(0);
}

const given = new Map();
for (const a of readLines(opt.answers)) given.set(`${a.id}#${a.turn ?? 0}`, a);

const results = gold.map((it) => {
  const specs = [it, ...(it.turns ?? [])];
  const asked = specs.map((s) => s.text).join('\n');
  const turns = specs.map((spec, i) => {
    const answer = given.get(`${it.id}#${i}`);
    return {
      turn: i,
      fails: check(spec, it, answer, asked),
      words: answer?.markdown ? countWords(body(answer.markdown)) : 0,
    };
  });
  return { id: it.id, kind: it.kind, pass: turns.every((t) => t.fails.length === 0), turns };
});

const pool = gold
  .filter((it) => it.strategic)
  .flatMap((it) =>
    [it, ...(it.turns ?? [])].flatMap((_, i) => {
      const a = given.get(`${it.id}#${i}`);
      return a?.markdown ? [{ id: it.id, markdown: a.markdown }] : [];
    }),
  );
const rep = repetition(pool);
const mean = (xs) => (xs.length ? xs.reduce((a, b) => a + b, 0) / xs.length : 0);
const wordsOf = (rs) => rs.flatMap((r) => r.turns.filter((t) => t.words).map((t) => t.words));

const kinds = KINDS.filter((k) => results.some((r) => r.kind === k)).map((kind) => {
  const rs = results.filter((r) => r.kind === kind);
  return { kind, passed: rs.filter((r) => r.pass).length, total: rs.length, meanWords: Math.round(mean(wordsOf(rs))) };
});
const summary = {
  kinds,
  overall: { passed: results.filter((r) => r.pass).length, total: results.length },
  answers: {
    passed: results.flatMap((r) => r.turns).filter((t) => !t.fails.length).length,
    total: results.flatMap((r) => r.turns).length,
  },
  sharedWords: Number(rep.share.toFixed(4)),
  meanWords: Math.round(mean(pool.map((a) => countWords(body(a.markdown))))),
  missing: results.flatMap((r) => r.turns).filter((t) => t.fails[0] === 'no answer').length,
};

if (opt.json) {
  const bad = results.filter((r) => !r.pass).slice(0, opt.errors || Infinity);
  console.log(JSON.stringify({ ...summary, topShared: rep.top, failures: bad }, null, 2));
} else {
  console.log('kind         passed   mean words');
  for (const k of kinds)
    console.log(`${k.kind.padEnd(12)} ${`${k.passed}/${k.total}`.padStart(6)} ${String(k.meanWords).padStart(12)}`);
  const pct = ((100 * summary.overall.passed) / Math.max(1, summary.overall.total)).toFixed(1);
  console.log(`overall      ${`${summary.overall.passed}/${summary.overall.total}`.padStart(6)}   (${pct} %)`);
  console.log(
    `answers      ${summary.answers.passed}/${summary.answers.total} turns without a failing check${summary.missing ? `, ${summary.missing} missing` : ''}`,
  );
  console.log(`words in sentences shared by 3 or more items: ${(100 * rep.share).toFixed(1)} %`);
  console.log(`mean words: ${summary.meanWords}`);
  if (opt.errors) {
    console.log('');
    for (const r of results.filter((x) => !x.pass).slice(0, opt.errors)) {
      for (const t of r.turns)
        for (const f of t.fails) console.log(`${r.id}${r.turns.length > 1 ? ` turn ${t.turn}` : ''} [${r.kind}] ${f}`);
    }
    if (rep.top.length) {
      console.log('\nmost shared sentences');
      for (const t of rep.top) console.log(`${String(t.items).padStart(4)}  ${t.sentence.slice(0, 140)}`);
    }
  }
}
