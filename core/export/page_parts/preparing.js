'use strict';

const FITTED = {
  stretch: 'stretched',
  crop: 'cut to its centre',
  pad: 'with room added beside it',
};
const TWICE_READ = 256;
const DETAILED = 720;

/** What the network takes of a bitmap, and in words what was done for it. */
function prepared(bitmap, jpeg, {form, alone}) {
  const side = alone ? DETAILED : TWICE_READ;
  const least = {width: Math.max(form.width, side), height: Math.max(form.height, side)};
  const image = readPixels(bitmap, jpeg, least, alone ? 255 : form.ground);
  const {image: result, steps} = alone ? objectOnBlack(image, form) : inForm(image, form);
  const size = `${form.width}×${form.height} ${form.channels === 1 ? 'grey' : 'colour'}`;
  return {image: result, done: [size, ...(steps.length ? steps : ['as it is'])].join(', ')};
}

function inForm(image, form) {
  const same = image.width === form.width && image.height === form.height;
  const distorted = image.width * form.height !== image.height * form.width;
  const steps = distorted ? [FITTED[form.fit]] : same ? [] : ['resized'];
  return {image: fitted(image, form), steps};
}
