'use strict';

const SHOWN = 5;
const LISTED = 24;
const MOST_KEPT = 40;
const THUMBNAIL = 96;
const PREVIEW = 720;

const about = JSON.parse(document.getElementById('about').textContent);
const entries = [];
let chosen = null;
let busy = Promise.resolve();

function element(id) {
  return document.getElementById(id);
}

function made(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function percent(share) {
  const value = share * 100;
  if (value > 0 && value < 0.1) return 'below 0.1 %';
  return `${value.toFixed(value >= 99.95 || value === 0 ? 0 : 1)} %`;
}

// ------------------------------------------------------------------ answering

const network = loadNetwork(about.form);

async function probabilities(data) {
  return Array.from(await (await network)(data));
}

/** What the network sees of a file, and what is shown of it. */
async function seenIn(file, facts = about) {
  const [bitmap, jpeg] = [await decoded(file), await jpegStart(file)];
  try {
    const {width, height} = bitmap;
    const seen = prepared(bitmap, jpeg, facts);
    return {width, height, seen: seen.image, done: seen.done, preview: previewOf(bitmap)};
  } finally {
    bitmap.close();
  }
}

function previewOf(bitmap) {
  const scale = Math.min(1, PREVIEW / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function classify(file) {
  const entry = {name: file.name || 'Pasted picture', problem: ''};
  try {
    Object.assign(entry, await seenIn(file));
    const shares = await probabilities(entry.seen.data);
    entry.ranking = shares
      .map((share, i) => ({name: about.classes[i], share}))
      .sort((a, b) => b.share - a.share);
  } catch (error) {
    entry.problem = error instanceof Error ? error.message : String(error);
  }
  return entry;
}

// ------------------------------------------------------------------ showing

function draw(canvas, image) {
  canvas.width = image.width;
  canvas.height = image.height;
  const data = new ImageData(image.width, image.height);
  for (let i = 0; i < image.width * image.height; i++) {
    for (let c = 0; c < 3; c++) {
      data.data[i * 4 + c] = image.data[i * image.channels + (image.channels === 3 ? c : 0)];
    }
    data.data[i * 4 + 3] = 255;
  }
  canvas.getContext('2d').putImageData(data, 0, 0);
}

function bar({name, share}) {
  const row = made('li');
  const label = made('span', 'name', name);
  label.title = name;
  const track = made('div', 'track');
  track.setAttribute('aria-hidden', 'true');
  const fill = made('div', 'fill');
  fill.style.width = `${share * 100}%`;
  track.append(fill);
  row.append(label, made('span', 'share', percent(share)), track);
  return row;
}

function showVerdict(entry) {
  element('hint').hidden = true;
  element('answer').hidden = Boolean(entry.problem);
  element('problem').hidden = !entry.problem;
  element('problem').textContent = entry.problem && `${entry.name}: ${entry.problem}`;
  if (entry.problem) return;
  const [first, second] = entry.ranking;
  element('class').textContent = first.name;
  element('sure').textContent = `${percent(first.share)} sure.`
    + (second ? ` Second choice: ${second.name}.` : '');
  element('bars').replaceChildren(...entry.ranking.slice(0, SHOWN).map(bar));
  const rest = entry.ranking.slice(SHOWN);
  const most = rest.length ? percent(rest[0].share).replace('below ', '') : '';
  element('rest').textContent = rest.length
    ? `${rest.length} more ${rest.length === 1 ? 'class' : 'classes'}, none above ${most}` : '';
}

function showPicture(entry) {
  element('invitation').hidden = true;
  element('shown').hidden = Boolean(entry.problem);
  element('unreadable').hidden = !entry.problem;
  if (entry.problem) return;
  const whole = element('whole');
  whole.width = entry.preview.width;
  whole.height = entry.preview.height;
  whole.getContext('2d').drawImage(entry.preview, 0, 0);
  whole.setAttribute('aria-label', entry.name);
  whole.classList.toggle('small', Math.max(entry.width, entry.height) <= 128);
  element('caption').textContent = `${entry.name} · ${entry.width}×${entry.height}`;
  draw(element('seen'), entry.seen);
  element('done').textContent = entry.done;
}

function show(entry) {
  chosen = entry;
  showPicture(entry);
  showVerdict(entry);
  for (const button of element('strip').children) {
    button.setAttribute('aria-pressed', String(button.entry === entry));
  }
}

function thumbnail(entry) {
  const button = made('button', entry.problem ? 'thumb bad' : 'thumb');
  button.type = 'button';
  button.entry = entry;
  const top = entry.problem ? 'not read' : entry.ranking[0].name;
  const canvas = made('canvas');
  canvas.width = canvas.height = THUMBNAIL;
  if (!entry.problem) {
    const {width, height} = entry.preview;
    const side = Math.min(width, height);
    canvas.getContext('2d').drawImage(entry.preview, (width - side) / 2, (height - side) / 2,
      side, side, 0, 0, THUMBNAIL, THUMBNAIL);
  }
  button.append(canvas, made('span', '', top));
  button.title = `${entry.name}: ${entry.problem || `${top}, ${percent(entry.ranking[0].share)}`}`;
  button.addEventListener('click', () => show(entry));
  return button;
}

function keep(entry) {
  entries.unshift(entry);
  const strip = element('strip');
  strip.prepend(thumbnail(entry));
  while (entries.length > MOST_KEPT) {
    entries.pop();
    strip.lastElementChild.remove();
  }
  element('earlier').hidden = entries.length < 2;
}

// ------------------------------------------------------------------ taking pictures in

/** One after another, in the order given; the last of several is shown. */
function take(files) {
  const wanted = Array.from(files);
  if (!wanted.length) return busy;
  busy = busy.then(async () => {
    document.body.classList.add('busy');
    for (const file of wanted) {
      const entry = await classify(file);
      keep(entry);
      show(entry);
      await new Promise(resolve => setTimeout(resolve));
    }
    document.body.classList.remove('busy');
  });
  return busy;
}

function listen() {
  const input = element('file');
  element('choose').addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    take(input.files);
    input.value = '';
  });
  let inside = 0;
  const highlight = by => {
    inside = Math.max(0, inside + by);
    document.body.classList.toggle('over', inside > 0);
  };
  addEventListener('dragenter', event => { event.preventDefault(); highlight(1); });
  addEventListener('dragleave', () => highlight(-1));
  addEventListener('dragover', event => event.preventDefault());
  addEventListener('drop', event => {
    event.preventDefault();
    highlight(-Infinity);
    take(event.dataTransfer.files);
  });
  addEventListener('paste', event => take(event.clipboardData.files));
}

function introduce() {
  document.title = about.title;
  element('title').textContent = about.title;
  element('subtitle').textContent = about.subtitle;
  element('facts').textContent = about.facts;
  element('knows').textContent = `It knows ${about.classes.length} classes:`;
  const shown = about.classes.slice(0, LISTED).map(name => made('li', '', name));
  const more = about.classes.length - shown.length;
  if (more) shown.push(made('li', 'more', `and ${more} more`));
  element('classes').replaceChildren(...shown);
  element('licences').textContent = about.licences;
}

async function begin() {
  introduce();
  listen();
  try {
    await network;
    document.body.classList.remove('loading');
  } catch (error) {
    document.body.classList.remove('loading');
    element('hint').hidden = true;
    element('problem').hidden = false;
    element('problem').textContent =
      'This browser cannot run the network. A recent Chrome, Edge, Firefox or Safari can.';
    console.error(error);
  }
}

// For whoever checks this page.
globalThis.litmus = Object.freeze({
  about,
  probabilities,
  seenIn,
  ready: begin(),
  /** What is shown, once all pictures taken in were answered. */
  async shown() {
    await busy;
    return chosen && {name: chosen.name, ranking: chosen.ranking, problem: chosen.problem};
  },
});
