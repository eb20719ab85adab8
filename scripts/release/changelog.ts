/** What a release takes from `CHANGELOG.md`, which is written by hand. */

const UNRELEASED = /^## (?:\S+ \(unreleased\)|Unreleased)$/im;

/**
 * Gives what is unreleased its version and day.
 *
 * @throws {Error} if nothing is unreleased
 */
export function released(changelog: string, version: string, day: string): string {
  if (!UNRELEASED.test(changelog)) {
    throw new Error('CHANGELOG.md: got no section "Unreleased", expected what the release changes');
  }
  return changelog.replace(UNRELEASED, `## ${version} (${day})`);
}

/** What changed in a released version; nothing while it is unreleased. */
export function notesOf(changelog: string, version: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find(
    (text) => /^\S+ \(\d{4}-\d\d-\d\d\)\n/.test(text) && text.startsWith(`${version} `),
  );
  return section?.slice(section.indexOf('\n')).trim();
}
