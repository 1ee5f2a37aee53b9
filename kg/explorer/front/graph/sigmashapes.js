// Marks of every shape for sigma: a program for the graphics processor that fills discs, corners and stars.

import { SHAPE_CORNERS } from "../drawing/looks.js";

const SHAPES = Object.keys(SHAPE_CORNERS);

export const shapeNumber = (shape) => Math.max(0, SHAPES.indexOf(shape));

// A triangle around each mark, wide enough for the points of a star.
const AROUND = `
attribute vec2 a_position;
attribute float a_size;
attribute vec4 a_color;
attribute vec4 a_id;
attribute float a_shape;
attribute float a_angle;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_away;
varying float v_shape;
varying float v_pixel;
void main() {
  float radius = 2.0 * a_size * u_correctionRatio / u_sizeRatio;
  vec2 away = 2.7 * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + radius * away, 1.0)).xy, 0.0, 1.0);
  v_away = away;
  v_shape = a_shape;
  v_pixel = 1.0 / max(a_size / u_sizeRatio, 0.5);
#ifdef PICKING_MODE
  v_color = a_id;
#else
  v_color = a_color;
#endif
  v_color.a *= 255.0 / 254.0;
}`;

// How far the rim is in each direction: between two corners it is the straight line that joins them.
const INSIDE = `
precision highp float;
varying vec4 v_color;
varying vec2 v_away;
varying float v_shape;
varying float v_pixel;
const float WHOLE = 6.28318530718;
float rim(float angle, float corners, float turn, float even, float odd) {
  float sector = WHOLE / corners;
  float at = mod(angle - turn + WHOLE, WHOLE);
  float corner = floor(at / sector);
  float past = at - corner * sector;
  bool isOdd = mod(corner, 2.0) > 0.5;
  float from = isOdd ? odd : even;
  float to = isOdd ? even : odd;
  return from * to * sin(sector) / (from * sin(past) + to * sin(sector - past));
}
float reach(float angle) {
  if (v_shape < 0.5) return 1.0;
SHAPE_LINES
  return 1.0;
}
void main() {
  float far = length(v_away);
  float inside = reach(atan(v_away.x, v_away.y)) - far;
#ifdef PICKING_MODE
  gl_FragColor = inside > 0.0 ? v_color : vec4(0.0);
#else
  gl_FragColor = mix(vec4(0.0), v_color, clamp(inside / v_pixel + 0.5, 0.0, 1.0));
#endif
}`;

// The corners of looks.js in the words of the program.
export function shapeLines() {
  const written = (number) => number.toFixed(6), far = ([x, y]) => Math.hypot(x, y);
  return SHAPES.map((shape, number) => [SHAPE_CORNERS[shape], number]).filter(([corners]) => corners).map(([corners, number]) => {
    const [x, y] = corners[0], turn = Math.atan2(x, -y), values = [corners.length, turn, far(corners[0]), far(corners[1])].map(written);
    return `  if (v_shape < ${written(number + 0.5)}) return rim(angle, ${values.join(", ")});`;
  }).join("\n");
}

export function shapeProgram({ rendering: { NodeProgram }, utils: { floatColor } }) {
  return class extends NodeProgram {
    getDefinition() {
      const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
      const own = (name, size) => ({ name, size, type: FLOAT });
      const bytes = (name) => ({ name, size: 4, type: UNSIGNED_BYTE, normalized: true });
      return {
        VERTICES: 3, METHOD: TRIANGLES, VERTEX_SHADER_SOURCE: AROUND, FRAGMENT_SHADER_SOURCE: INSIDE.replace("SHAPE_LINES", shapeLines()),
        UNIFORMS: ["u_sizeRatio", "u_correctionRatio", "u_matrix"],
        ATTRIBUTES: [own("a_position", 2), own("a_size", 1), bytes("a_color"), bytes("a_id"), own("a_shape", 1)],
        CONSTANT_ATTRIBUTES: [own("a_angle", 1)], CONSTANT_DATA: [[0], [(2 * Math.PI) / 3], [(4 * Math.PI) / 3]],
      };
    }

    processVisibleItem(id, start, { x, y, size, color, shape }) {
      [x, y, size, floatColor(color), id, shape].forEach((value, at) => { this.array[start + at] = value; });
    }

    setUniforms({ sizeRatio, correctionRatio, matrix }, { gl, uniformLocations: at }) {
      gl.uniform1f(at.u_sizeRatio, sizeRatio);
      gl.uniform1f(at.u_correctionRatio, correctionRatio);
      gl.uniformMatrix3fv(at.u_matrix, false, matrix);
    }
  };
}
