'use strict';

// LiteRT, in this page: one thread, no network.

/** The bytes that a script element of this page holds: gzip, then base64. */
async function bytesIn(id) {
  const text = atob(document.getElementById(id).textContent);
  const packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The network: a function from pixels to probabilities. */
async function loadNetwork(form) {
  const silent = () => {};
  const wasmBinary = await bytesIn('runtime');
  const lite = await ModuleFactory({wasmBinary, print: silent, printErr: silent});
  lite.setupLogging();
  const environment = lite.LiteRtEnvironment.create(null);
  const content = await bytesIn('network');
  const place = lite._malloc(content.length);
  lite.HEAPU8.set(content, place);
  const model = lite.loadModel(environment, place, content.length);
  const compiled = await lite.compileModel(
    environment,
    model,
    {
      environment: {liteRtEnvironment: environment, webGpuDevice: null},
      accelerator: 'wasm',
      cpuOptions: {numThreads: 1},
      gpuOptions: {},
      webNNOptions: {},
    },
  );
  const taken = model.getInputTensorType(0, 0);
  const numbers = taken.elementType().value === UINT8.value ? Uint8Array : Float32Array;
  taken.delete();
  const shape = [1, form.height, form.width, form.channels];
  return data => answered(lite, environment, compiled, numbers.from(data), shape);
}

// Kinds of numbers, as LiteRT counts them.
const FLOAT32 = {value: 1};
const UINT8 = {value: 3};

async function answered(lite, environment, compiled, data, shape) {
  const given = tensor(lite, environment, data, shape);
  const [result] = await compiled.run(0, [given]);
  try {
    const at = result.lock(lite.LiteRtTensorBufferLockMode.READ);
    const bytes = lite.HEAPU8.slice(at, at + result.packedSize());
    result.unlock();
    return new Float32Array(bytes.buffer);
  } finally {
    result.delete();
    given.delete();
  }
}

function tensor(lite, environment, data, shape) {
  const sides = new lite.VectorInt32();
  for (const side of shape) sides.push_back(side);
  const layout = lite.LiteRtLayout.create(sides);
  const type = lite.LiteRtRankedTensorType.create(data instanceof Uint8Array ? UINT8 : FLOAT32, layout);
  const kind = lite.LiteRtTensorBufferType.HOST_MEMORY;
  const buffer = lite.LiteRtTensorBuffer.createManaged(environment, kind, type, data.byteLength);
  for (const used of [sides, layout, type]) used.delete();
  const at = buffer.lock(lite.LiteRtTensorBufferLockMode.WRITE);
  lite.HEAPU8.set(new Uint8Array(data.buffer), at);
  buffer.unlock();
  return buffer;
}
