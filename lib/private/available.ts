/** What the CDK throws instead of leaving undefined, as for an import that was not told. */
export function available<T>(attribute: () => T): T | undefined {
  try {
    return attribute();
  } catch {
    return undefined;
  }
}
