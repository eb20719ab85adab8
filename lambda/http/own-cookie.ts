/**
 * `Set-Cookie` of a cookie of the host itself, by its name's prefix `__Host-` (RFC 6265bis, 4.1.3.2): no other host can set it, and
 * scripts can't read it.
 *
 * @param maxAge seconds; 0 drops it
 */
export function ownCookie(name: `__Host-${string}`, value: string, maxAge: number): string {
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${maxAge}`;
}
