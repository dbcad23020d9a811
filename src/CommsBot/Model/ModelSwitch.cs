using CommsBot.Clinics;

namespace CommsBot.Model;

/// <summary>Whether patients' words may leave for the model at all: in Production not before the agreement is signed.</summary>
internal delegate bool MayLeave();

/// <summary>
/// Whether and how far a clinic uses the model. The installation's setting is the most; a clinic's file can lower it or switch the model off,
/// and joining needs the clinic's own word.
/// </summary>
internal sealed class ModelSwitch(AzureOpenAISettings settings, MayLeave mayLeave)
{
    public ModelMode Of(Clinic clinic)
    {
        var mode = Least(settings.Most, Asked(clinic.ModelMode));
        return mode != ModelMode.Off && mayLeave() ? mode : ModelMode.Off;
    }

    private static ModelMode Asked(string? word) => word switch
    {
        "off" => ModelMode.Off,
        "join" => ModelMode.Join,
        _ => ModelMode.Understand,
    };

    private static ModelMode Least(ModelMode one, ModelMode other) => one < other ? one : other;
}
