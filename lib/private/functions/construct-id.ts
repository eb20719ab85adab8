/** `login-jwt` to `LoginJwt`. Only a hyphen before a letter goes, so no two names become one id. */
export function constructId(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
