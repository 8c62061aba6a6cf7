/** Whether a text is the beginning of a COCO file: of objects, not of panoptic segments. */
export const looksLikeCoco = (head: string): boolean =>
  /^\s*\uFEFF?\s*\{/.test(head) &&
  /"(images|annotations)"\s*:\s*\[/.test(head) &&
  /"(categories|images)"\s*:\s*\[/.test(head) &&
  !/"segments_info"/.test(head)
