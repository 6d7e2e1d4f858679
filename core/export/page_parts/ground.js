'use strict';

// The object of a picture alone on black, centred, as Fashion-MNIST has it: for networks that
// learned from such pictures. The steps are those of Litmus (core/prediction: ground, prepare).

const SHADING = 48;
const LEAST_CONTRAST = 14;
const ONE_COLOUR = 0.3;
const LIGHT = 110;
const MOST_GAIN = 4;
const WORKING_SIDE = 384;

function median(values) {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** 1, x and y (-1 to 1) of a pixel. */
function termsAt(x, y, {width, height}) {
  return [1, width > 1 ? (2 * x) / (width - 1) - 1 : -1, height > 1 ? (2 * y) / (height - 1) - 1 : -1];
}

function valueAt(plane, terms, c) {
  return plane[0][c] * terms[0] + plane[1][c] * terms[1] + plane[2][c] * terms[2];
}

/** Those pixels whose place `wanted(x, y)`: terms and colours. */
function pointsWhere(image, wanted) {
  const found = [];
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      if (!wanted(x, y)) continue;
      const at = (y * image.width + x) * 3;
      found.push({terms: termsAt(x, y, image), colour: image.data.subarray(at, at + 3)});
    }
  }
  return found;
}

function cornerColour(image) {
  const rows = Math.max(1, image.height >> 4);
  const columns = Math.max(1, image.width >> 4);
  const corners = pointsWhere(image, (x, y) =>
    (y < rows || y >= image.height - rows) && (x < columns || x >= image.width - columns));
  return [0, 1, 2].map(c => median(corners.map(({colour}) => colour[c])));
}

/** By least squares through the colours of `points`; null where they do not span a plane. */
function planeThrough(points) {
  const rows = [0, 1, 2].map(() => new Float64Array(6));
  for (const {terms, colour} of points) {
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        rows[i][j] += terms[i] * terms[j];
        rows[i][3 + j] += terms[i] * colour[j];
      }
    }
  }
  for (let i = 0; i < 3; i++) {
    const best = rows.slice(i).reduce((a, b) => (Math.abs(b[i]) > Math.abs(a[i]) ? b : a));
    const place = rows.indexOf(best);
    [rows[i], rows[place]] = [rows[place], rows[i]];
    if (Math.abs(rows[i][i]) < 1e-9) return null;
    for (let k = 0; k < 3; k++) {
      if (k === i) continue;
      const share = rows[k][i] / rows[i][i];
      for (let j = 0; j < 6; j++) rows[k][j] -= share * rows[i][j];
    }
  }
  return rows.map((row, i) => [3, 4, 5].map(j => row[j] / row[i]));
}

function offFrom(plane, {terms, colour}) {
  return Math.max(...[0, 1, 2].map(c => Math.abs(colour[c] - valueAt(plane, terms, c))));
}

/** The ground as a plane, and from which difference on something is an object. */
function groundPlane(image) {
  const strip = Math.max(1, Math.min(image.width, image.height) >> 5);
  const border = pointsWhere(image, (x, y) =>
    x < strip || y < strip || x >= image.width - strip || y >= image.height - strip);
  let plane = [cornerColour(image), [0, 0, 0], [0, 0, 0]];
  const same = border.filter(point => offFrom(plane, point) === 0).length;
  const drawn = same / border.length > ONE_COLOUR;
  let reach = drawn ? LEAST_CONTRAST : SHADING;
  for (let round = 0; round < (drawn ? 0 : 3); round++) {
    const near = border.filter(point => offFrom(plane, point) <= reach);
    const next = near.length < 8 ? null : planeThrough(near);
    if (!next) break;
    plane = next;
    const left = near.flatMap(({terms, colour}) =>
      [0, 1, 2].map(c => Math.abs(colour[c] - valueAt(plane, terms, c))));
    reach = Math.max(LEAST_CONTRAST, 4 * 1.4826 * median(left));
  }
  return {plane, reach};
}

function lumaOf(r, g, b) {
  return 0.299 * r + 0.587 * g + 0.114 * b;
}

/** The ground's grey level, and each pixel's difference from it in colour and in grey level. */
function findGround(image) {
  const {plane, reach} = groundPlane(image);
  const {width, height, data} = image;
  const [luma, contrast, darker] = [0, 1, 2].map(() => new Float64Array(width * height));
  const below = [0, 0, 0];
  let sum = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const terms = termsAt(x, y, image);
      for (let c = 0; c < 3; c++) {
        below[c] = Math.min(255, Math.max(0, valueAt(plane, terms, c)));
        contrast[i] = Math.max(contrast[i], Math.abs(data[i * 3 + c] - below[c]));
      }
      luma[i] = lumaOf(below[0], below[1], below[2]);
      darker[i] = luma[i] - lumaOf(data[i * 3], data[i * 3 + 1], data[i * 3 + 2]);
      sum += luma[i];
    }
  }
  const plain = withoutSpecks(contrast, width, height);
  const object = Uint8Array.from(plain, value => (value > reach ? 1 : 0));
  return {luma, contrast, darker, object, light: sum / (width * height) > LIGHT};
}

/** The mean of five by five, where the picture is large enough. */
function withoutSpecks(contrast, width, height) {
  if (Math.min(width, height) < 64) return contrast;
  const whole = contrast.map(value => Math.floor(Math.min(255, value)));
  const across = blurred(whole, height, width, width, 1);
  return blurred(across, width, height, 1, width);
}

function blurred(values, lines, length, lineStep, step) {
  const result = new Float64Array(values.length);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let d = -2; d <= 2; d++) {
        sum += values[line * lineStep + Math.min(length - 1, Math.max(0, i + d)) * step];
      }
      result[line * lineStep + i * step] = Math.round(sum / 5);
    }
  }
  return result;
}

/** How far each pixel is from the ground: grey, the ground 0. */
function onBlack({width, height}, ground) {
  const {luma, contrast, darker, object} = ground;
  let [count, absolute, sum, colour] = [0, 0, 0, 0];
  for (let i = 0; i < object.length; i++) {
    if (!object[i]) continue;
    count += 1;
    absolute += Math.abs(darker[i]);
    sum += darker[i];
    colour += contrast[i];
  }
  if (!count) sum = darker.reduce((a, b) => a + b, 0);
  const byColour = count > 0 && absolute < 0.25 * colour;
  const result = pixels(width, height, 1);
  for (let i = 0; i < object.length; i++) {
    let value = contrast[i];
    if (!byColour) {
      const room = Math.max(sum >= 0 ? luma[i] : 255 - luma[i], 1);
      value = (sum >= 0 ? darker[i] : -darker[i]) * Math.min(255 / room, MOST_GAIN);
    }
    result.data[i] = value;  // Uint8Clamped: rounded, 0-255
  }
  return result;
}

/** Lanczos, averaged over blocks first where it becomes far smaller. */
function finelyResized(image, width, height) {
  const factor = Math.min(
    Math.floor(image.width / width / 3) || 1, Math.floor(image.height / height / 3) || 1);
  const from = factor > 1 && image.channels === 3 ? reducedAgain(image, factor) : image;
  const box = [0, 0, image.width / (from === image ? 1 : factor),
    image.height / (from === image ? 1 : factor)];
  return resized(from, width, height, box, FILTERS.lanczos);
}

/** That part of `image` where the object is, black elsewhere; null without one. */
function cutOut(image, object) {
  let [left, top, right, bottom] = [image.width, image.height, -1, -1];
  for (let i = 0; i < object.length; i++) {
    if (!object[i]) continue;
    const [x, y] = [i % image.width, Math.floor(i / image.width)];
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x), Math.max(bottom, y)];
  }
  if (right < 0) return null;
  const result = pixels(right - left + 1, bottom - top + 1, 1);
  for (let i = 0; i < result.data.length; i++) {
    const at = (top + Math.floor(i / result.width)) * image.width + left + (i % result.width);
    result.data[i] = object[at] ? image.data[at] : 0;
  }
  return result;
}

/** Scaled to touch two sides, and centred. */
function centred(image, form) {
  const scale = Math.min(form.height / image.height, form.width / image.width);
  const height = Math.min(form.height, Math.max(1, roundEven(image.height * scale)));
  const width = Math.min(form.width, Math.max(1, roundEven(image.width * scale)));
  const [top, left] = [(form.height - height + 1) >> 1, (form.width - width + 1) >> 1];
  const small = finelyResized(image, width, height);
  const result = pixels(form.width, form.height, 1);
  for (let y = 0; y < height; y++) {
    result.data.set(small.data.subarray(y * width, (y + 1) * width),
      (top + y) * form.width + left);
  }
  return result;
}

function withChannels(image, channels) {
  if (channels === image.channels) return image;
  if (channels === 1) return grey(image);
  const result = pixels(image.width, image.height, 3);
  for (let i = 0; i < result.data.length; i++) result.data[i] = image.data[Math.floor(i / 3)];
  return result;
}

/** The object alone on black, and in words what was done. */
function objectOnBlack(image, form) {
  const longest = Math.max(WORKING_SIDE, 4 * Math.max(form.width, form.height));
  const scale = longest / Math.max(image.width, image.height);
  const small = scale >= 1 ? image : finelyResized(image,
    Math.max(1, roundEven(image.width * scale)), Math.max(1, roundEven(image.height * scale)));
  const ground = findGround(small);
  const steps = ground.light ? ['background made dark'] : [];
  if (image.width === form.width && image.height === form.height) {
    const whole = ground.light ? onBlack(small, ground) : image;
    return {image: withChannels(whole, form.channels), steps};
  }
  const black = onBlack(small, ground);
  const cut = cutOut(black, ground.object);
  if (cut) {
    steps.push('object centred');
    return {image: withChannels(centred(cut, form), form.channels), steps};
  }
  steps.push('no object found', 'resized');
  const whole = withChannels(ground.light ? black : small, form.channels);
  return {image: finelyResized(whole, form.width, form.height), steps};
}
