/** Names by which a URL is on the machine that calls it: the only ones where plain HTTP is no risk. */
export const THIS_MACHINE: readonly string[] = ['127.0.0.1', '[::1]', 'localhost'];
