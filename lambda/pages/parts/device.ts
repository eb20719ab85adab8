import bowser from 'bowser';
import type { Say } from '../texts.ts';

export interface Device {
  /** Such as `Chrome on macOS`: what the browser said, which anyone can make up. */
  readonly name: string;
  readonly kind: 'desktop' | 'phone';
}

export function deviceOf(say: Say, userAgent: string | null | undefined): Device {
  const { browser, os, platform } = bowser.parse(userAgent || '-');
  const kind = platform.type === 'mobile' || platform.type === 'tablet' ? 'phone' : 'desktop';
  if (browser.name && os.name) {
    return { name: say.text('device.on', { browser: browser.name, system: os.name }), kind };
  }
  return { name: browser.name || os.name || say.text('device.unknown'), kind };
}
