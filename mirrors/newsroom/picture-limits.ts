/** What the sizes of a picture may weigh and measure. Bytes on the wire, widths in pixels. */
export interface PictureLimits {
  listBytes: number;
  listWidth: number;
  articleBytes: number;
  articleWidth: number;
  fullBytes: number;
  fullWidth: number;
  /** More pixels than this are not decoded, whatever the file's size. */
  sourcePixels: number;
}

export const usualLimits: PictureLimits = {
  listBytes: 2_500,
  listWidth: 192,
  articleBytes: 7_000,
  articleWidth: 480,
  fullBytes: 200_000,
  fullWidth: 1_600,
  sourcePixels: 60_000_000,
};

/** Why a picture cannot be had. */
export class PictureError extends Error {
  override name = 'PictureError';
}
