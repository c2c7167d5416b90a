namespace Mistral.Extensions.AI.Http.Content;

/// <summary>A file in a <see cref="MultipartRequestContent"/>.</summary>
/// <param name="FieldName">The name of the form field.</param>
/// <param name="FileName">The file name; any characters are allowed.</param>
/// <param name="MediaType">A valid media type.</param>
/// <param name="Data">The data.</param>
internal sealed record MultipartFile(string FieldName, string FileName, string MediaType, BinarySource Data);
