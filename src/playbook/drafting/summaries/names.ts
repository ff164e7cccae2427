/** A person by what they do, or by what is theirs. */
const PERSON =
  /(?<![\p{L}])(\p{Lu}\p{Ll}{2,})(?='s (?:team|area|code|part|work)|\s(?:was|is|has|had|said|says|did|covered|forgot|left|asks?|wrote|writes|works?|feels?|thinks|told|could|will)\b)/gu;
const NO_PERSON =
  /^(?:The|This|That|It|There|Cause|Prod|Team|Build|Bank|Draft|Monday|Tuesday|Wednesday|Thursday|Friday|Everyone|No(?:body|ne)|What|Who|When)$/u;

/** Without the names of people: `Karl was ill` is `one colleague was ill`. */
export function withoutNames(text: string): string {
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
