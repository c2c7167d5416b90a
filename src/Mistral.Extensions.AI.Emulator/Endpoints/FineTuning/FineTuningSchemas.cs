using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.FineTuning;

/// <summary>The schemas of the requests to the fine-tuning endpoints.</summary>
internal static class FineTuningSchemas
{
    private const int WandbKeyLength = 40;

    /// <summary>The schema of the parameters of a new job.</summary>
    public static readonly ValueSchema CreateParameters = ObjectSchema.AllowingUnknownFields("CreateFineTuningJob",
        Optional("dry_run", BooleanValue));

    /// <summary>The schema of the parameters of the list.</summary>
    public static readonly ValueSchema List = ObjectSchema.AllowingUnknownFields("ListFineTuningJobs",
        Optional("page", Integer(min: 0)),
        Optional("page_size", Integer(min: 1)),
        Optional("model", StringValue),
        Optional("created_after", StringValue),
        Optional("created_before", StringValue),
        Optional("created_by_me", BooleanValue),
        Optional("status", EnumOf(FineTuningStatus.All)),
        Optional("wandb_project", StringValue),
        Optional("wandb_name", StringValue),
        Optional("suffix", StringValue));

    /// <summary>The schema of a new job: <c>JobIn</c> in the OpenAPI description.</summary>
    public static readonly ValueSchema Create = new ObjectSchema("JobIn",
        Required("model", StringValue),
        Optional("training_files", ListOf(new ObjectSchema("TrainingFile",
            Required("file_id", Uuid),
            Optional("weight", Number(exclusiveMin: 0))))),
        Optional("validation_files", ListOf(Uuid).OrNull),
        Optional("suffix", StringValue.OrNull),
        Optional("integrations", ListOf(new TaggedUnionSchema("Integration", "type",
            ("wandb", new ObjectSchema("WandbIntegration",
                Optional("type", Const("wandb")),
                Required("project", StringValue),
                Optional("name", StringValue.OrNull),
                Required("api_key", new FixedLengthSchema(WandbKeyLength)),
                Optional("run_name", StringValue.OrNull))))
        {
            DefaultTag = "wandb",
        }).OrNull),
        Optional("auto_start", BooleanValue),
        Optional("invalid_sample_skip_percentage", Number(min: 0, max: 0.5)),
        Optional("job_type", EnumOf("completion", "classifier").OrNull),
        Required("hyperparameters", new ObjectSchema("TrainingParametersIn",
            Optional("training_steps", Integer(min: 1).OrNull),
            Optional("learning_rate", Number(min: 1e-8, max: 1)),
            Optional("weight_decay", Number(min: 0, max: 1).OrNull),
            Optional("warmup_fraction", Number(min: 0, max: 1).OrNull),
            Optional("epochs", Number(exclusiveMin: 0).OrNull),
            Optional("seq_len", Integer(min: 100).OrNull),
            Optional("fim_ratio", Number(min: 0, max: 1).OrNull))),
        Optional("repositories", ListOf(new TaggedUnionSchema("Repository", "type",
            ("github", new ObjectSchema("GithubRepositoryIn",
                Optional("type", Const("github")),
                Required("name", StringValue),
                Required("owner", StringValue),
                Optional("ref", StringValue.OrNull),
                Optional("weight", Number(exclusiveMin: 0)),
                Required("token", StringValue))))
        {
            DefaultTag = "github",
        }).OrNull),
        Optional("classifier_targets", ListOf(new ObjectSchema("ClassifierTargetIn",
            Required("name", StringValue),
            Required("labels", ListOf(StringValue)),
            Optional("weight", Number(min: 0)),
            Optional("loss_function", EnumOf("single_class", "multi_class").OrNull))).OrNull));
}
