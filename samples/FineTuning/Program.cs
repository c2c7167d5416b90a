// Fine-tuning: uploads training data, estimates the cost, trains a model and uses it. With MISTRAL_API_KEY, the training would cost money:
// the sample ends after the estimate.
//
//   dotnet run --project samples/FineTuning

using System.Text;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.FineTuning;

using var mistral = await SampleClient.CreateAsync();

// Each line is a conversation with the expected response.
var lines = Enumerable.Range(1, 100).Select(number => $$"""
    {"messages":[{"role":"user","content":"Where is order {{number}}?"},{"role":"assistant","content":"ORDER_STATUS {{number}}"}]}
    """);
var data = FileData.FromBytes(Encoding.UTF8.GetBytes(string.Join('\n', lines)), name: "training.jsonl");
var file = await mistral.Files.UploadAsync(new() { File = data, Purpose = "fine-tune" });

var request = new CreateFineTuningJobRequest
{
    Model = "open-mistral-7b",
    TrainingFiles = [new() { FileId = file.Id }],
    Hyperparameters = new() { TrainingSteps = 10, LearningRate = 0.0001 },
    Suffix = "orders",
    AutoStart = true,
};
var estimate = await mistral.FineTuning.Jobs.DryRunAsync(request);
Console.WriteLine($"{estimate.TrainTokens} tokens, {estimate.Cost} {estimate.CostCurrency}, {estimate.ExpectedDurationSeconds} s");
if (!string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("MISTRAL_API_KEY")))
    return;

var job = await mistral.FineTuning.Jobs.CreateAsync(request);
for (; !job.IsCompleted; job = await mistral.FineTuning.Jobs.GetAsync(job.Id!))
{
    Console.WriteLine(job.Status);
    await Task.Delay(TimeSpan.FromMilliseconds(200));
}

Console.WriteLine($"{job.Status}: {job.FineTunedModel}");
foreach (var checkpoint in job.Checkpoints ?? [])
    Console.WriteLine($"step {checkpoint.StepNumber}: loss {checkpoint.Metrics?.TrainLoss:0.00}");

var response = await mistral.Chat.CompleteAsync(new() { Model = job.FineTunedModel, Messages = [new UserMessage("Where is order 7?")] });
Console.WriteLine(response.Text);

// A fine-tuned model can be described, archived (UnarchiveAsync makes it active again) and deleted.
await mistral.Models.UpdateAsync(job.FineTunedModel!, new() { Description = "Recognizes questions about orders." });
await mistral.Models.ArchiveAsync(job.FineTunedModel!);
await mistral.Models.DeleteAsync(job.FineTunedModel!);
