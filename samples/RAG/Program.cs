// Retrieval-augmented generation: passages are embedded, the nearest ones to a question are found, and the model answers from them.
//
//   dotnet run --project samples/RAG
//   dotnet run --project samples/RAG -- "How long do I keep my receipt?"

using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Emulator;

var question = args.FirstOrDefault() ?? "How many days do I have to return a lamp I bought?";

string[] passages =
[
    "Returns: a lamp or any other article can be returned within 30 days of the day it was bought.",
    "Delivery: parcels leave our store in Nantes the same day when ordered before noon.",
    "Payment: we accept cards, transfers and vouchers, but no cheques.",
    "Receipts: keep the receipt for two years, it is your proof of guarantee.",
    "Opening hours: the shop is open from Tuesday to Saturday, from ten to seven.",
];

await using var emulator = Environment.GetEnvironmentVariable("MISTRAL_API_KEY") is null ? await MistralEmulator.StartAsync() : null;
using var mistral = emulator is null
    ? new MistralClient()
    : new MistralClient(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "any" });

var embeddings = mistral.AsIEmbeddingGenerator("mistral-embed");
var chat = mistral.AsIChatClient("mistral-small-latest");

// Any number of passages: they go out in requests the server takes, a few at once.
var vectors = await embeddings.GenerateAsync(passages);
var asked = await embeddings.GenerateVectorAsync(question);

var nearest = passages.Zip(vectors, (passage, vector) => (Passage: passage, Nearness: Dot(vector.Vector.Span, asked.Span)))
    .OrderByDescending(found => found.Nearness)
    .Take(2)
    .ToList();

Console.WriteLine(question);
foreach (var (passage, nearness) in nearest)
    Console.WriteLine($"  {nearness:0.00}  {passage}");

var answer = await chat.GetResponseAsync(
[
    new(ChatRole.System, $"Answer from these passages alone:\n{string.Join('\n', nearest.Select(found => found.Passage))}"),
    new(ChatRole.User, question),
]);
Console.WriteLine(answer.Text);

// Mistral's vectors have length 1, so that the product is the cosine.
static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
{
    var sum = 0f;
    for (var i = 0; i < a.Length; i++)
        sum += a[i] * b[i];
    return sum;
}
