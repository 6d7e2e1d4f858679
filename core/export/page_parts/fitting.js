'use strict';

// From a picture's pixels to exactly those that the network takes, in the steps of Litmus: averaged
// over blocks, then resampled with a triangle as wide as the reduction. Integers as in Pillow's
// Reduce.c and Resample.c, so that the same pixels come out.

/** Pixels of one or three channels: {width, height, channels, data: Uint8ClampedArray}. */
function pixels(width, height, channels) {
  return {width, height, channels, data: new Uint8ClampedArray(width * height * channels)};
}

/** By which whole factor a picture may be reduced and still be `least` pixels wide and high. */
function factorFor(width, height, least) {
  return Math.max(1, Math.min(Math.floor(width / least.width), Math.floor(height / least.height)));
}

/**
 * The blocks of `source` averaged into `target`, from its row `first` on. In `source`, width and
 * height as given, `step` numbers belong to a pixel: its colour, and perhaps an alpha.
 */
function reduceInto(target, first, {data, width, height, step}, factor) {
  for (let y = 0; y * factor < height; y++) {
    const down = Math.min(factor, height - y * factor);
    for (let x = 0; x < target.width; x++) {
      const across = Math.min(factor, width - x * factor);
      const count = across * down;
      const share = Math.floor(2 ** 24 / count);
      let [red, green, blue] = [count >> 1, count >> 1, count >> 1];
      for (let dy = 0; dy < down; dy++) {
        let at = ((y * factor + dy) * width + x * factor) * step;
        for (let dx = 0; dx < across; dx++, at += step) {
          red += data[at];
          green += data[at + 1];
          blue += data[at + 2];
        }
      }
      const to = ((first + y) * target.width + x) * 3;
      target.data[to] = Math.floor((red * share) / 2 ** 24);
      target.data[to + 1] = Math.floor((green * share) / 2 ** 24);
      target.data[to + 2] = Math.floor((blue * share) / 2 ** 24);
    }
  }
}

/** Grey by the luma of ITU-R BT.601, rounded as Pillow does. */
function grey(image) {
  if (image.channels === 1) return image;
  const result = pixels(image.width, image.height, 1);
  for (let i = 0, j = 0; i < result.data.length; i++, j += 3) {
    const [r, g, b] = [image.data[j], image.data[j + 1], image.data[j + 2]];
    result.data[i] = (r * 19595 + g * 38470 + b * 7471 + 32768) >> 16;
  }
  return result;
}

const FILTERS = {
  triangle: {support: 1, weight: x => Math.max(0, 1 - Math.abs(x))},
  lanczos: {support: 3, weight: x => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0)},
};

function sinc(x) {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}

const ONE = 2 ** 22;

/** For each of `size` results along one axis: where its pixels begin, and their weights. */
function weightsFor(length, from, to, size, filter) {
  const scale = (to - from) / size;
  const wide = Math.max(scale, 1);
  const support = filter.support * wide;
  return Array.from({length: size}, (_, i) => {
    const centre = from + (i + 0.5) * scale;
    const begin = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(length, Math.trunc(centre + support + 0.5));
    const raw = [];
    for (let x = begin; x < end; x++) raw.push(filter.weight((x - centre + 0.5) / wide));
    const sum = raw.reduce((a, b) => a + b, 0);
    return {begin, weights: raw.map(w => Math.trunc((w / sum) * ONE + (w < 0 ? -0.5 : 0.5)))};
  });
}

/** Resampled along one axis: `stride` lies between neighbours there, `lines` are done. */
function resampleAxis(source, target, table, {stride, lines, lineFrom, lineTo, stepTo}) {
  const {channels} = source;
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < table.length; i++) {
      const {begin, weights} = table[i];
      for (let c = 0; c < channels; c++) {
        let sum = ONE / 2;
        let at = line * lineFrom + begin * stride + c;
        for (const weight of weights) {
          sum += source.data[at] * weight;
          at += stride;
        }
        target.data[line * lineTo + i * stepTo + c] = Math.floor(sum / ONE);
      }
    }
  }
}

/** `image` at another size; `box` is the part of it that is taken: [left, top, right, bottom]. */
function resized(image, width, height, box, filter = FILTERS.triangle) {
  const [left, top, right, bottom] = box || [0, 0, image.width, image.height];
  const {channels} = image;
  let now = image;
  if (width !== image.width || left !== 0 || right !== image.width) {
    const next = pixels(width, image.height, channels);
    resampleAxis(image, next, weightsFor(image.width, left, right, width, filter), {
      stride: channels, lines: image.height, lineFrom: image.width * channels,
      lineTo: width * channels, stepTo: channels,
    });
    now = next;
  }
  if (height !== image.height || top !== 0 || bottom !== image.height) {
    const next = pixels(width, height, channels);
    resampleAxis(now, next, weightsFor(image.height, top, bottom, height, filter), {
      stride: width * channels, lines: width, lineFrom: channels,
      lineTo: channels, stepTo: width * channels,
    });
    now = next;
  }
  return now;
}

/** To the nearest whole number, halves to the even one. */
function roundEven(x) {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** The whole picture, undistorted, on the ground. */
function padded(image, form) {
  const scale = Math.min(form.width / image.width, form.height / image.height);
  const width = Math.max(1, roundEven(image.width * scale));
  const height = Math.max(1, roundEven(image.height * scale));
  const small = resized(image, width, height);
  const result = pixels(form.width, form.height, image.channels);
  result.data.fill(form.ground);
  const left = Math.floor((form.width - width) / 2) * image.channels;
  const top = Math.floor((form.height - height) / 2);
  for (let y = 0; y < height; y++) {
    const row = small.data.subarray(y * width * image.channels, (y + 1) * width * image.channels);
    result.data.set(row, (top + y) * form.width * image.channels + left);
  }
  return result;
}

/** The largest part from the centre that has the form's shape. */
function cropped(image, form) {
  const scale = Math.min(image.width / form.width, image.height / form.height);
  const [across, down] = [form.width * scale, form.height * scale];
  const left = Math.max(0, (image.width - across) / 2);
  const top = Math.max(0, (image.height - down) / 2);
  const box = [left, top, Math.min(left + across, image.width), Math.min(top + down, image.height)];
  return resized(image, form.width, form.height, box);
}

/** A picture as the network takes it: width, height, channels and fit of `form`. */
function fitted(image, form) {
  const right = form.channels === 1 ? grey(image) : image;
  if (form.fit === 'pad') return padded(right, form);
  if (form.fit === 'crop') return cropped(right, form);
  return resized(right, form.width, form.height);
}
