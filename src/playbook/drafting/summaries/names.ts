/** A person by what they do, or by what is theirs. */
const PERSON =
  /(?<![\p{L}])(\p{Lu}\p{Ll}{2,})(?='s (?:team|area|code|part|work)|\s(?:was|is|has|had|said|says|did|covered|forgot|left|asks?|wrote|writes|works?|feels?|thinks|told|could|will)\b)/gu;
const NO_PERSON =
  /^(?:The|This|That|It|There|Cause|Prod|Team|Build|Bank|Draft|Monday|Tuesday|Wednesday|Thursday|Friday|Everyone|No(?:body|ne)|What|Who|When)$/u;

const TAG = /(?:^|\n|[.!?] )\s*(?:[-*•]\s+)?@?(\p{Lu}\p{Ll}+)(?: again)?(?: \([^)]{1,20}\))?:\s/gu;

/** Those who speak are not named by the others either; the tags stay, since they part the turns. */
function withoutSpeakers(text: string): string {
  const names = [...new Set([...text.matchAll(TAG)].map(([, name]) => name ?? ''))].filter((name) => !LABEL.test(name));
  return names.reduce(
    (made, name) =>
      made.replaceAll(new RegExp(String.raw`\b${name}\b(?!(?: again)?(?: \([^)]{1,20}\))?:)`, 'gu'), 'one colleague'),
    text,
  );
}
/** Labels of a note that are no names. */
export const LABEL =
  /^(?:Good|Bad|Action|Actions|Cause|Causes|Open|Risk|Risks|Next|Note|Notes|Todo|Impact|Fix|Root|Why|What|Plus|Minus|Done|Late|Shipped|Need|Team)$/u;

/** Without the names of people: `Karl was ill` is `one colleague was ill`. */
export function withoutNames(given: string): string {
  const text = withoutSpeakers(given);
  const names = [...new Set([...text.matchAll(PERSON)].map(([, name]) => name ?? ''))].filter(
    (name) => !NO_PERSON.test(name),
  );
  return names.reduce((made, name, at) => {
    const stand = at === 0 ? 'one colleague' : 'another colleague';
    return made
      .replaceAll(new RegExp(String.raw`\b${name}'s team\b`, 'gu'), 'the team')
      .replaceAll(new RegExp(String.raw`\b${name}\b`, 'gu'), stand);
  }, text);
}
