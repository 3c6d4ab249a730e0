/** The Web Lock that whoever asks mirrors must hold: one page's engine or the worker, never two at once. */
export const LOCK = 'reader-courier';
/** The channel on which tabs and their engines tell each other what changed. */
export const CHANNEL = 'reader';
