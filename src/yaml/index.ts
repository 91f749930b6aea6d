export { textOfBytes } from './text-of-bytes.ts'
export { type FileProblem, type Path, type Position, type Span, YamlFile } from './yaml-file.ts'
