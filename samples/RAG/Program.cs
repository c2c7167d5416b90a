// Retrieval-augmented generation: finds the passages that are most similar to a question, and lets the model answer from them.
//
//   dotnet run --project samples/RAG
//   dotnet run --project samples/RAG -- "How long do I keep my receipt?"

using Microsoft.Extensions.AI;

if (args.Length > 1)
    throw new ArgumentException("Pass the question as one argument, in quotation marks.");
var question = args.FirstOrDefault() ?? "How many days do I have to return a lamp I bought?";

string[] passages =
[
    "Returns: a lamp or any other article can be returned within 30 days of the day it was bought.",
    "Delivery: parcels leave our store in Nantes the same day when ordered before noon.",
    "Payment: we accept cards, transfers and vouchers, but no cheques.",
    "Receipts: keep the receipt for two years, it is your proof of guarantee.",
    "Opening hours: the shop is open from Tuesday to Saturday, from ten to seven.",
];

using var mistral = await SampleClient.CreateAsync();
var generator = mistral.AsIEmbeddingGenerator("mistral-embed");
var chat = mistral.AsIChatClient("mistral-small-latest");

// Any number of passages: the generator splits them into requests that the API accepts.
var embeddings = await generator.GenerateAsync(passages);
var questionVector = await generator.GenerateVectorAsync(question);

var matches = passages
    .Zip(embeddings, (passage, embedding) => (Passage: passage, Similarity: DotProduct(embedding.Vector.Span, questionVector.Span)))
    .OrderByDescending(match => match.Similarity)
    .Take(2)
    .ToList();

Console.WriteLine(question);
foreach (var (passage, similarity) in matches)
    Console.WriteLine($"  {similarity:0.00}  {passage}");

var response = await chat.GetResponseAsync(
[
    new(ChatRole.System, $"Use only these passages:\n{string.Join('\n', matches.Select(match => match.Passage))}"),
    new(ChatRole.User, question),
]);
Console.WriteLine(response.Text);

// Mistral's vectors have length 1, so the dot product is the cosine similarity.
static float DotProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
{
    var sum = 0f;
    for (var i = 0; i < a.Length; i++)
        sum += a[i] * b[i];
    return sum;
}
