using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;

using var mistral = await SampleClient.CreateAsync();
var generator = mistral.AsIEmbeddingGenerator("mistral-embed");
var embeddings = await generator.GenerateAsync(["A cat sits on the mat.", "The cat sat on a mat.", "Stock markets fell."]);
Console.WriteLine($"{Similarity(embeddings[0], embeddings[1]):0.00} {Similarity(embeddings[0], embeddings[2]):0.00}");

// The vectors have length 1, so the dot product is the cosine similarity.
static float Similarity(Embedding<float> a, Embedding<float> b) => a.Vector.ToArray().Zip(b.Vector.ToArray(), (x, y) => x * y).Sum();
