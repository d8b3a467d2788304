using Spade.Worker.SearchablePdf.Images;
using Spade.Worker.SearchablePdf.Updates;

namespace Spade.Worker.SearchablePdf;

/// <summary>Registers what makes searchable PDFs.</summary>
internal static class SearchablePdfRegistration
{
    public static IServiceCollection AddSearchablePdf(this IServiceCollection services)
    {
        services.AddSingleton<PdfTools>();
        services.AddSingleton<PagesWithText>();
        services.AddSingleton<StructureReader>();
        services.AddSingleton<BaseFinder>();
        services.AddSingleton<PdfUpdate>();
        services.AddSingleton<ImageReader>();
        services.AddSingleton<ImagePdf>();
        services.AddSingleton<SearchablePdfMaker>();
        return services;
    }
}
