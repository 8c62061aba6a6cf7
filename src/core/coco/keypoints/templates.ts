/**
 * Keypoints of well-known data sets, in their order; edges count from 1, as the skeleton of COCO does.
 *
 * Source  person: COCO keypoints 2017; hand: OneHand10K and COCO-WholeBody; animal: AP-10K.
 */
export interface KeypointTemplate {
  id: 'person' | 'hand' | 'animal'
  labels: readonly string[]
  edges: readonly (readonly [number, number])[]
  colors: readonly string[]
}

const LEFT = '#0072b2'
const RIGHT = '#e69f00'
const MIDDLE = '#009e73'

const person = [
  ...['nose', 'left_eye', 'right_eye', 'left_ear', 'right_ear', 'left_shoulder', 'right_shoulder'],
  ...['left_elbow', 'right_elbow', 'left_wrist', 'right_wrist', 'left_hip', 'right_hip'],
  ...['left_knee', 'right_knee', 'left_ankle', 'right_ankle'],
]
const personEdges: [number, number][] = [
  ...pairs([16, 14, 12], [17, 15, 13], [12, 13]),
  ...pairs([6, 12], [7, 13], [6, 7], [6, 8], [7, 9], [8, 10], [9, 11]),
  ...pairs([2, 3], [1, 2], [1, 3], [2, 4], [3, 5], [4, 6], [5, 7]),
]

const FINGERS = ['thumb', 'forefinger', 'middle_finger', 'ring_finger', 'pinky_finger']
const FINGER_COLORS = ['#d55e00', '#e69f00', '#009e73', '#56b4e9', '#cc79a7']
const hand = ['wrist', ...FINGERS.flatMap((finger) => [1, 2, 3, 4].map((joint) => `${finger}${joint}`))]
const handEdges = FINGERS.flatMap((_finger, index) => pairs([1, ...[2, 3, 4, 5].map((joint) => joint + 4 * index)]))

const animal = [
  ...['L_Eye', 'R_Eye', 'Nose', 'Neck', 'Root of tail'],
  ...['L_Shoulder', 'L_Elbow', 'L_F_Paw', 'R_Shoulder', 'R_Elbow', 'R_F_Paw'],
  ...['L_Hip', 'L_Knee', 'L_B_Paw', 'R_Hip', 'R_Knee', 'R_B_Paw'],
]
const animalEdges: [number, number][] = [
  ...pairs([1, 2], [1, 3], [2, 3], [3, 4], [4, 5]),
  ...pairs([4, 6, 7, 8], [4, 9, 10, 11], [5, 12, 13, 14], [5, 15, 16, 17]),
]

const sideColor = (label: string) => (/^l(eft)?_/i.test(label) ? LEFT : /^r(ight)?_/i.test(label) ? RIGHT : MIDDLE)

export const KEYPOINT_TEMPLATES: readonly KeypointTemplate[] = [
  { id: 'person', labels: person, edges: personEdges, colors: person.map(sideColor) },
  {
    id: 'hand',
    labels: hand,
    edges: handEdges,
    colors: hand.map((_label, index) => FINGER_COLORS[Math.floor((index - 1) / 4)] ?? '#4b55d8'),
  },
  { id: 'animal', labels: animal, edges: animalEdges, colors: animal.map(sideColor) },
]

/** Edges along chains of keypoints. */
function pairs(...chains: number[][]): [number, number][] {
  return chains.flatMap((chain) => chain.slice(1).map((to, index): [number, number] => [chain[index]!, to]))
}
