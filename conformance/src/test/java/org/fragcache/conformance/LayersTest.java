package org.fragcache.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Who may know whom: the specification's side and the cache meet in one class. */
final class LayersTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.fragcache");

  private static ArchRule conformanceKnowsNoCacheBut(String subject) {
    return noClasses()
        .that()
        .resideInAPackage("org.fragcache.conformance..")
        .and()
        .doNotHaveFullyQualifiedName(subject)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.fragcache");
  }

  @Test
  void spec_knowsNeitherCacheNorConformance() {
    assertThat(ALL.contain("org.fragcache.spec.oracle.Oracle")).isTrue();
    noClasses()
        .that()
        .resideInAPackage("org.fragcache.spec..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.fragcache", "org.fragcache.conformance..")
        .check(ALL);
  }

  @Test
  void conformance_knowsTheCacheInOneClass() {
    conformanceKnowsNoCacheBut(ImplSubject.class.getName()).check(ALL);
    assertThatThrownBy(() -> conformanceKnowsNoCacheBut("none").check(ALL))
        .hasMessageContaining("ImplSubject");
  }
}
