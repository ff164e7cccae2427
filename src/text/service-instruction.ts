/** Instructions come early in a text or are repeated, characters. */
const SEARCHED_LENGTH = 8_192;

const INSTRUCTIONS: readonly RegExp[] = [
  // Overriding earlier instructions, in five languages.
  /\b(?:ignore|disregard|forget|override|bypass|drop)\s+(?:\S+\s+){0,4}?(?:instructions?|prompts?|rules|guidelines|polic(?:y|ies)|above|previous text|everything|system message)\b/iu,
  /\b(?:ignora|ignorar|olvida|olvidad|descarta)\s+(?:\S+\s+){0,4}?(?:instrucciones|indicaciones|reglas|anterior(?:es)?|tutto|todo|istruzioni)(?!\p{L})/iu,
  /\b(?:ignore|ignorez|oublie|oubliez)\s+(?:\S+\s+){0,4}?(?:instructions|consignes|règles|précéd\p{L}+)/iu,
  /\b(?:ignoriere?|vergiss|vergesst|missachte)\s+(?:\S+\s+){0,4}?(?:anweisung(?:en)?|vorgaben|regeln|anleitung(?:en)?)(?!\p{L})/iu,
  // Another identity, or the internals of the service.
  /\b(?:you are (?:now|no longer)|from now on,? you|act as (?:an? )?(?:unrestricted|dan|root|admin)|pretend (?:to be|you are)|jailbreak|developer mode|system ?prompt|hidden prompt|your (?:instructions|prompt|guidelines))\b/iu,
  /^\s*(?:[[<#*]+\s*)?(?:system|assistant|developer(?: note)?)\s*(?:[\]>#*]+\s*)?(?::|\()/imu,
  /\b(?:system override|you are \w+ now|maintenance mode|no restrictions|classification is)\b/iu,
  // Forged conversation turns.
  /<\/?(?:user|assistant|system)>|<\|im_\w+\|>|"role"\s*:\s*"(?:system|assistant)"|<!--\s*(?:assistant|system)|end of user message/iu,
  // Dictating the output.
  /\b(?:reply|respond|answer|output|print|return|reveal|repeat|say|list|name|tell me)\s+(?:\S+\s+){0,3}?(?:(?:framework|persona)s?(?: ids?)?|ids? you know|exactly the following|verbatim)\b.{0,40}\b(?:you know|every|all|alphabetical|as json|ids?)\b/iu,
  /\b(?:every|all(?: of)?(?: the| your)?)\s+(?:framework|persona)\s*(?:ids?|names?|identifiers?)\b/iu,
  /\b(?:set|return|output|mark)\s+(?:\S+\s+){0,3}?(?:strategic|confidence|score|tenant|class|lead(?: persona)?)\s*(?:=|:|to|as)\s/iu,
];

/**
 * Whether a text contains instructions to the service (prompt injection).
 *
 * A signal, not a verdict: a leader may quote such a text and ask what to do about it.
 */
export function givesInstructions(text: string): boolean {
  const searched = text.slice(0, SEARCHED_LENGTH);
  return INSTRUCTIONS.some((pattern) => pattern.test(searched));
}
