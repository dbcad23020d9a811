using CommsBot.Clinics;
using CommsBot.Settings;

namespace CommsBot.Model;

/// <summary>
/// Whether and how far a clinic uses the model. The installation's setting is the most; a clinic's file can lower it or switch the model off,
/// and joining needs the clinic's own word. In Production nothing leaves before the agreement is signed.
/// </summary>
internal sealed class ModelSwitch(AzureOpenAISettings settings, ProcessorSettings processors, TimeProvider machine)
{
    public const string Processor = "AzureOpenAI";

    public ModelMode Of(Clinic clinic)
    {
        var mode = Least(settings.Most, Asked(clinic.ModelMode));
        return mode != ModelMode.Off && processors.MayReceivePatientData(Processor, machine.GetUtcNow()) ? mode : ModelMode.Off;
    }

    private static ModelMode Asked(string? word) => word switch
    {
        "off" => ModelMode.Off,
        "join" => ModelMode.Join,
        _ => ModelMode.Understand,
    };

    private static ModelMode Least(ModelMode one, ModelMode other) => one < other ? one : other;
}
