'use strict';

// From a file to pixels. The browser decodes: upright, in sRGB, a JPEG's orientation heeded.

const BAND = 4000000;
const HEAD = 1 << 17;
const ORIENTATION = 0x0112;

/**
 * Of a JPEG, at which sides of the upright picture the file begins: blocks are counted from there.
 * Null for all other files.
 */
async function jpegStart(file) {
  const view = new DataView(await file.slice(0, HEAD).arrayBuffer());
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let orientation = 1;
  try {
    orientation = orientationIn(view);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;  // it is cut short
  }
  return {right: [2, 3, 6, 7].includes(orientation), bottom: [3, 4, 7, 8].includes(orientation)};
}

/** The EXIF orientation that a JPEG tells, 1 where it tells none. */
function orientationIn(view) {
  for (let at = 2; (view.getUint16(at) & 0xff00) === 0xff00; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker === 0xffda) break;
    if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) {
      return tagIn(new DataView(view.buffer, at + 10), ORIENTATION) || 1;
    }
  }
  return 1;
}

/** The value of a tag of EXIF's first directory; undefined without it. */
function tagIn(exif, tag) {
  const little = exif.getUint16(0) === 0x4949;
  const directory = exif.getUint32(4, little);
  for (let i = 0; i < exif.getUint16(directory, little); i++) {
    const entry = directory + 2 + 12 * i;
    if (exif.getUint16(entry, little) === tag) return exif.getUint16(entry + 8, little);
  }
  return undefined;
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
function reducedPixels(bitmap, factor, ground, start) {
  const {width, height} = bitmap;
  const result = pixels(Math.ceil(width / factor), Math.ceil(height / factor), 3);
  const rows = Math.max(1, Math.floor(BAND / width / factor)) * factor;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = Math.min(rows, height);
  const context = canvas.getContext('2d', {alpha: false, willReadFrequently: true});
  if (!context) throw new Error('The picture is too large for this browser.');
  context.imageSmoothingEnabled = false;
  context.fillStyle = `rgb(${ground}, ${ground}, ${ground})`;
  for (let y = 0; y < height; y += rows) {
    const down = Math.min(rows, height - y);
    const from = start.bottom ? height - y - down : y;
    context.setTransform(start.right ? -1 : 1, 0, 0, start.bottom ? -1 : 1,
      start.right ? width : 0, start.bottom ? down : 0);
    context.fillRect(0, 0, width, down);
    context.drawImage(bitmap, 0, from, width, down, 0, 0, width, down);
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

/** RGB pixels with left and right, top and bottom exchanged as `start` says. */
function turned(image, start) {
  if (!start.right && !start.bottom) return image;
  const {width, height} = image;
  const result = pixels(width, height, 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const row = start.bottom ? height - 1 - y : y;
      const at = (row * width + (start.right ? width - 1 - x : x)) * 3;
      for (let c = 0; c < 3; c++) result.data[to + c] = image.data[at + c];
    }
  }
  return result;
}

/** Pixels of a bitmap, at least `least` wide and high where it is so large, as Litmus reads them. */
function readPixels(bitmap, jpeg, least, ground) {
  const start = jpeg || {right: false, bottom: false};
  const whole = factorFor(bitmap.width, bitmap.height, least);
  // JPEG is decoded at a half, a quarter or an eighth first.
  const first = jpeg ? [8, 4, 2, 1].find(power => whole >= power) : whole;
  const once = reducedPixels(bitmap, first, ground, start);
  const again = reducedAgain(once, factorFor(once.width, once.height, least));
  return turned(again, start);
}
