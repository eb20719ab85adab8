import type { PluralKey, Say, TextKey } from './texts.ts';

/** What a new password is refused for: the sentence of the policy, and how it is said in a page's language. */
interface Reason {
  readonly sentence: RegExp;
  say(say: Say, match: RegExpExecArray): string;
}

const plain = (sentence: RegExp, key: TextKey): Reason => ({
  sentence,
  say: (say) => say.text(key),
});

const counted = (sentence: RegExp, key: PluralKey): Reason => ({
  sentence,
  say: (say, match) => say.count(key, Number(match[1])),
});

const REASONS: readonly Reason[] = [
  counted(/^Password should have at least (\d+) characters/, 'reason.short'),
  counted(/^Password should have at most (\d+) bytes/, 'reason.long'),
  plain(/^Password should not contain the character U\+0000/, 'reason.character'),
  plain(/^Password should not contain the email/, 'reason.email'),
  plain(
    /^Password should not be a part of the email or the name of this service/,
    'reason.context',
  ),
  plain(/^Password should not be one of the most common ones/, 'reason.common'),
  plain(/^Password should not be known from data breaches/, 'reason.breached'),
];

/** @returns the sentence itself where the policy has none like it: a hook has words of its own */
export function reasonIn(say: Say, sentence: string): string {
  for (const reason of REASONS) {
    const match = reason.sentence.exec(sentence);
    if (match !== null) return reason.say(say, match);
  }
  return sentence;
}
