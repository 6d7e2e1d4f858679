'use strict';

// From a file to pixels. The browser decodes: upright, in sRGB, a JPEG's orientation heeded.

const BAND = 4000000;

/** Whether a file is a JPEG, by its first bytes. */
async function isJpeg(file) {
  const head = new Uint8Array(await file.slice(0, 3).arrayBuffer());
  return head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;
}

/** The picture in a file, or a sentence thrown that says why there is none. */
async function decoded(file) {
  try {
    return await createImageBitmap(file);
  } catch {
    throw new Error(
      file.size ? 'This browser cannot read it as a picture.' : 'The file is empty.');
  }
}

/** RGB of a bitmap on the ground, averaged over blocks of `factor`, a band of rows at a time. */
function reducedPixels(bitmap, factor, ground) {
  const {width, height} = bitmap;
  const result = pixels(Math.ceil(width / factor), Math.ceil(height / factor), 3);
  const rows = Math.max(1, Math.floor(BAND / width / factor)) * factor;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = Math.min(rows, height);
  const context = canvas.getContext('2d', {alpha: false, willReadFrequently: true});
  if (!context) throw new Error('The picture is too large for this browser.');
  for (let y = 0; y < height; y += rows) {
    const down = Math.min(rows, height - y);
    context.fillStyle = `rgb(${ground}, ${ground}, ${ground})`;
    context.fillRect(0, 0, width, down);
    context.drawImage(bitmap, 0, y, width, down, 0, 0, width, down);
    const {data} = context.getImageData(0, 0, width, down);
    reduceInto(result, y / factor, {data, width, height: down, step: 4}, factor);
  }
  return result;
}

/** RGB pixels averaged once more. */
function reducedAgain(image, factor) {
  if (factor === 1) return image;
  const result = pixels(Math.ceil(image.width / factor), Math.ceil(image.height / factor), 3);
  reduceInto(result, 0, {...image, step: 3}, factor);
  return result;
}

/** Pixels of a bitmap, at least `least` wide and high where it is so large, as Litmus reads them. */
function readPixels(bitmap, jpeg, least, ground) {
  const whole = factorFor(bitmap.width, bitmap.height, least);
  // JPEG is decoded at a half, a quarter or an eighth first.
  const first = jpeg ? [8, 4, 2, 1].find(power => whole >= power) : whole;
  const once = reducedPixels(bitmap, first, ground);
  return reducedAgain(once, factorFor(once.width, once.height, least));
}
