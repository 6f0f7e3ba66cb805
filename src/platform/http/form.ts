import { BadRequestException, ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common'
import { plainToInstance, type ClassConstructor } from 'class-transformer'
import { getMetadataStorage, validateSync } from 'class-validator'
import { InvalidInput, type FieldError } from '../../kernel/domain-error.ts'

/** The sentence for a broken constraint, where the DTO names none itself (`{ message: 'email.missing' }`). */
const SENTENCES: Readonly<Record<string, string>> = {
  whitelistValidation: 'field.unknown',
  isDefined: 'field.missing',
  isNotEmpty: 'field.missing',
  isEmail: 'email.invalid',
  isIn: 'field.not-a-choice',
  isEnum: 'field.not-a-choice',
  isBoolean: 'field.not-a-choice',
  isInt: 'field.not-a-whole-number',
  isNumber: 'field.not-a-number',
  min: 'field.too-small',
  max: 'field.too-large',
  minLength: 'field.too-short',
  maxLength: 'field.too-long',
  isLength: 'field.wrong-length',
  arrayMinSize: 'field.too-few',
  arrayMaxSize: 'field.too-many',
  isDateString: 'field.not-a-date',
  isISO8601: 'field.not-a-date',
  isUrl: 'field.not-an-address',
  isUUID: 'field.not-a-choice',
}

/** Which constraint speaks when several are broken: the one that helps most comes first. */
const FIRST = ['whitelistValidation', 'isDefined', 'isNotEmpty', 'maxLength', 'isLength']

const KEY = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/

const sentence = (constraint: string, said: string): string =>
  KEY.test(said) ? said : (SENTENCES[constraint] ?? 'field.invalid')

/** The limits of a constraint (`@MaxLength(100)`), for the placeholders of its sentence. */
const limitsOf = (error: ValidationError, constraint: string): FieldError['params'] => {
  if (!error.target) return undefined
  const found = getMetadataStorage()
    .getTargetValidationMetadatas(error.target.constructor, '', false, false)
    .find(({ propertyName, name }) => propertyName === error.property && name === constraint)
  const [limit, upper]: unknown[] = found?.constraints ?? []
  return {
    ...(typeof limit === 'number' && { limit, count: limit }),
    ...(typeof upper === 'number' && { upper }),
  }
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** Flattens class-validator's tree to one error a field, with JSON pointers (RFC 6901): `/days/0/mode`. */
export const fieldErrors = (errors: readonly ValidationError[], above = ''): FieldError[] =>
  errors.flatMap((error) => {
    const pointer = `${above}/${escaped(error.property)}`
    const broken = Object.entries(error.constraints ?? {})
    const [constraint, said] = broken.find(([name]) => FIRST.includes(name)) ?? broken[0] ?? []
    const own: FieldError[] =
      constraint && said !== undefined
        ? [{ pointer, message: sentence(constraint, said), params: limitsOf(error, constraint) ?? {} }]
        : []
    return [...own, ...fieldErrors(error.children ?? [], pointer)]
  })

const STRICT = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: false,
} as const

/** What a form held: the value, or what is wrong with which field. For pages that show the form again. */
export type Parsed<T> = { value: T; errors?: never } | { value?: never; errors: readonly FieldError[] }

/** Reads a form (or any object from outside) as a DTO. Unknown fields are errors. */
export const parseForm = <T extends object>(Dto: ClassConstructor<T>, body: unknown): Parsed<T> => {
  const value = plainToInstance(Dto, typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {})
  const errors = fieldErrors(validateSync(value, STRICT))
  return errors.length ? { errors } : { value }
}

/** Nest's pipe, but for a list, or null, where one thing is expected: the validator stumbles over what is in the one, and passes the other. */
class OneThing extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if ((Array.isArray(value) || value === null) && this.toValidate(metadata)) throw new BadRequestException()
    return super.transform(value, metadata)
  }
}

/** The same for every `@Body()`, `@Query()` and `@Param()` DTO; throws `InvalidInput`. */
export const validation = (): ValidationPipe =>
  new OneThing({
    ...STRICT,
    transform: true,
    // The target says which limits a sentence names; it goes no further than `fieldErrors`.
    validationError: { target: true, value: false },
    exceptionFactory: (errors) => new InvalidInput({ fields: fieldErrors(errors) }),
  })
